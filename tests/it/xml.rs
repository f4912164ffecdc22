use proptest::prelude::*;
use quick_xml::{Reader, escape::unescape, events::Event};
use std::fmt::Write as _;
use stopgap::word::{
    Element, Node,
    xml::{XmlError, parse},
};

#[test]
fn elements_know_where_they_stand() {
    let source = "<?xml version='1.0'?><w:a><!-- <b> --><w:b c='>'>1 &lt; 2</w:b ><d/></w:a>";
    let tree = parse(source).unwrap();
    let root = tree.root();
    assert_eq!((root.name(), root.prefix(), root.local()), ("w:a", "w:", &b"a"[..]));
    let (b, d) = (root.child("b").unwrap(), root.child("d").unwrap());
    assert_eq!(&source[b.range()], "<w:b c='>'>1 &lt; 2</w:b >");
    assert_eq!(&source[b.inner()], "1 &lt; 2");
    assert_eq!(b.attribute("c").as_deref(), Some(">"));
    assert_eq!(
        (&source[d.range()], d.inner(), d.is_empty_tag()),
        ("<d/>", d.range().end..d.range().end, true)
    );
}

#[test]
fn what_is_not_well_formed_is_refused() {
    let broken = [
        "",
        "a",
        "<a>",
        "</a>",
        "<a></b>",
        "<a/><b/>",
        "<a/></a>",
        "<a",
        "<a b='></a>",
        "<a><",
        "<a>&</a>",
        "<a>&b;</a>",
        "<a><!-- </a>",
        "<a><![CDATA[</a>",
        "<? <a/>",
        "<!a><a/>",
        "<></>",
        "< a/>",
    ];
    for source in broken {
        assert!(matches!(parse(source), Err(XmlError::Broken(_))), "{source}");
    }
    assert_eq!(parse("<!DocType a><a/>").err(), Some(XmlError::DocumentType));
}

#[test]
fn what_is_too_much_is_refused() {
    let deep = |depth| "<a>".repeat(depth) + &"</a>".repeat(depth);
    assert!(parse(&deep(256)).is_ok());
    assert_eq!(parse(&deep(257)).err(), Some(XmlError::TooDeep));
    let wide = |count: usize| format!("<a>{}</a>", "<b/>".repeat(count - 1));
    assert!(parse(&wide(1 << 18)).is_ok());
    assert_eq!(parse(&wide((1 << 18) + 1)).err(), Some(XmlError::TooMany));
    let named = |length: usize| format!("<{}/>", "a".repeat(length));
    assert_eq!(parse(&named(65_534)).map(|tree| tree.root().name().len()), Ok(65_534));
    assert_eq!(parse(&named(65_535)).err(), Some(XmlError::LongName));
}

/// To compare each with each would take minutes.
#[test]
fn a_tag_with_very_many_attributes_is_searched_at_once() {
    let attributes = " a='1'".repeat(200_000);
    let source = format!("<a{attributes} val='2'/>");
    assert_eq!(parse(&source).unwrap().root().attribute("val").as_deref(), Some("2"));
}

const TOKENS: [&str; 20] = [
    "<a>",
    "</a>",
    "<a>",
    "</a>",
    "<w:b x=\"1>\" y='\"'>",
    "</w:b>",
    "</w:b\n>",
    "<c/>",
    "<c d='/'/>",
    "<c d='/'>",
    "</c>",
    "text",
    " ",
    "\u{e9}]]>",
    "&amp;",
    "&#10;",
    "&bogus;",
    "<!-- <a> -- -->",
    "<![CDATA[<a>&]]>",
    "<?p <a> ?>",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, ..ProptestConfig::default() })]

    #[test]
    fn it_reads_what_quick_xml_reads(tokens in prop::collection::vec(prop::sample::select(&TOKENS[..]), 0..24)) {
        let source = format!("<a>{}</a>", tokens.concat());
        prop_assert_eq!(ours(&source), theirs(&source), "{}", source);
    }

    #[test]
    fn no_text_makes_it_panic(source in "(<|>|/|!|\\?|-|\\[|\\]|CDATA|'|\"|&|;|a|:|é| ){0,40}") {
        let _ = parse(&source);
    }
}

/// A source told again without comments and the like; nothing, if it cannot be read.
fn ours(source: &str) -> Option<String> {
    fn tell(element: Element<'_>, out: &mut String) {
        start(
            element.name(),
            element.attributes().map(|(key, value)| (key.to_owned(), value.into_owned())),
            out,
        );
        for child in element.children() {
            match child {
                Node::Element(child) => tell(child, out),
                Node::Text(text) => out.push_str(&text.resolved()),
            }
        }
        out.push_str("</>");
    }
    let mut out = String::new();
    tell(parse(source).ok()?.root(), &mut out);
    Some(out)
}

/// The same by the events of quick-xml.
fn theirs(source: &str) -> Option<String> {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let (mut reader, mut out, mut depth) = (Reader::from_str(source), String::new(), 0);
    loop {
        match reader.read_event().ok()? {
            Event::Eof => return (depth == 0).then_some(out),
            event @ (Event::Start(_) | Event::Empty(_)) => {
                if depth == 0 && !out.is_empty() {
                    return None;
                }
                let (Event::Start(tag) | Event::Empty(tag)) = &event else { unreachable!() };
                let attributes = tag.attributes().flatten();
                let attributes = attributes
                    .map(|a| (text(a.key.as_ref()), unescape(&text(&a.value)).unwrap().into_owned()));
                start(&text(tag.name().as_ref()), attributes, &mut out);
                match event {
                    Event::Start(_) => depth += 1,
                    _ => out.push_str("</>"),
                }
            }
            Event::End(_) => {
                depth -= 1;
                out.push_str("</>");
            }
            Event::GeneralRef(name) => {
                let said = unescape(&format!("&{};", text(&name))).ok()?.into_owned();
                if depth > 0 {
                    out.push_str(&said);
                }
            }
            Event::Text(said) if depth > 0 => out.push_str(&text(&said)),
            Event::CData(said) if depth > 0 => out.push_str(&text(&said)),
            Event::DocType(_) => return None,
            _ => {}
        }
    }
}

fn start(name: &str, attributes: impl Iterator<Item = (String, String)>, out: &mut String) {
    let attributes: Vec<_> = attributes.collect();
    let _ = write!(out, "<{name} {attributes:?}>");
}
