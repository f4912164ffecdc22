//! What Word and other programs do to a page (each line of a document is a case), and documents made to do harm.

use crate::docx::{Docx, changed, utf16, zipped};
use jiff::civil::date;
use proptest::prelude::*;
use std::sync::LazyLock;
use stopgap::{
    form::{self, Issue},
    template::Pack,
    word::control::named_texts,
};

fn texts(document: &Docx) -> Vec<(String, Vec<String>)> {
    named_texts(&document.bytes()).unwrap()
}

/// A body, and what its controls hold: `tag=text`, in the order of the document.
#[track_caller]
fn check(body: &str, expected: &[&str]) {
    let read = |document: Docx| -> Vec<String> {
        let named = texts(&document);
        named
            .into_iter()
            .flat_map(|(tag, texts)| texts.into_iter().map(move |t| format!("{tag}={t}")))
            .collect()
    };
    assert_eq!(read(Docx::new(body)), expected);
    for prefix in ["", "v"] {
        assert_eq!(read(Docx::new(body).strict(prefix)), expected, "strict, prefix {prefix:?}");
    }
    let wide: fn(&str) -> Vec<u8> = |text| utf16(text, u16::to_le_bytes);
    assert_eq!(read(Docx::new(body).written(wide)), expected, "UTF-16");
}

fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

fn cell(inside: &str) -> String {
    format!("<w:tc>{inside}</w:tc>")
}

fn table(rows: &str) -> String {
    format!("<w:tbl><w:tblPr/><w:tblGrid/>{rows}</w:tbl>")
}

fn paragraph(inside: &str) -> String {
    format!("<w:p>{inside}</w:p>")
}

/// A control with a tag and more properties.
fn control(tag: &str, properties: &str, inside: &str) -> String {
    format!(
        "<w:sdt><w:sdtPr><w:tag w:val=\"{tag}\"/>{properties}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"
    )
}

/// The text of a control within a paragraph that holds this.
#[track_caller]
fn holds(inside: &str, expected: &str) {
    check(&paragraph(&control("a", "<w:text/>", inside)), &[&format!("a={expected}")]);
}

#[test]
fn controls_at_each_level() {
    check(&paragraph(&control("a", "", &run("in a line"))), &["a=in a line"]);
    check(
        &control("a", "", &(paragraph(&run("two")) + &paragraph(&run("paragraphs")))),
        &["a=two\nparagraphs"],
    );
    check(
        &table(&format!("<w:tr>{}</w:tr>", control("a", "", &cell(&paragraph(&run("a cell")))))),
        &["a=a cell"],
    );
    let row = format!("<w:tr>{}{}</w:tr>", cell(&paragraph(&run("a"))), cell(&paragraph(&run("row"))));
    check(&table(&control("a", "", &row)), &["a=a\trow"]);
    check(&control("a", "", &table(&row)), &["a=a\trow"]);
}

#[test]
fn controls_within_controls() {
    let inner = control("goog_rdk_7", "", &run("one"));
    check(&paragraph(&control("a", "", &(inner.clone() + &run(" two")))), &["a=one two", "goog_rdk_7=one"]);
    let nameless = inner.replace("<w:tag w:val=\"goog_rdk_7\"/>", "");
    check(&paragraph(&control("a", "", &nameless)), &["a=one"]);
    let bare = "<w:sdt><w:sdtContent><w:r><w:t>one</w:t></w:r></w:sdtContent></w:sdt>";
    check(&paragraph(&control("a", "", bare)), &["a=one"]);
}

#[test]
fn placeholders() {
    let styled =
        |text: &str| run(text).replace("<w:r>", "<w:r><w:rPr><w:rStyle w:val=\"PlaceholderText\"/></w:rPr>");
    let shown = |flag: &str| paragraph(&control("a", flag, &styled("Click here to write")));
    check(&shown("<w:showingPlcHdr/>"), &["a="]);
    check(&shown("<w:showingPlcHdr w:val=\"true\"/>"), &["a="]);
    check(&shown("<w:showingPlcHdr w:val=\"0\"/>"), &["a=Click here to write"]);
    let marked = |inside: &str| paragraph(&control("a", "<w:showingPlcHdr/>", inside));
    check(&marked(&run("Choose an item.")), &["a="]);
    check(&marked(&run("[Company name]")), &["a="]);
    // Some programs write into a control, and leave the mark on.
    check(&marked(&run("Smith")), &["a=Smith"]);
    check(&marked(&(styled("born ") + &run("in May"))), &["a=born in May"]);
    check(&marked(&styled("17/11/2026")), &["a=17/11/2026"]);
}

#[test]
fn tick_boxes() {
    let tick = |state: &str, glyph: &str| {
        let properties = format!("<w14:checkbox xmlns:w14=\"urn:w14\">{state}</w14:checkbox>");
        paragraph(&control("a", &properties, &run(glyph)))
    };
    // The state decides, and not the glyph.
    check(&tick("<w14:checked w14:val=\"1\"/>", "\u{2610}"), &["a=true"]);
    check(&tick("<w14:checked w14:val=\"on\"/>", "\u{2610}"), &["a=true"]);
    check(&tick("<w14:checked w14:val=\"0\"/>", "\u{2612}"), &["a=false"]);
    check(&tick("", "\u{2612}"), &["a=false"]);
}

#[test]
fn tracked_changes_read_as_if_accepted() {
    let tracked =
        |kind: &str, inside: &str| format!("<w:{kind} w:id=\"1\" w:author=\"J\">{inside}</w:{kind}>");
    let deleted = "<w:r><w:delText>old</w:delText></w:r>";
    holds(&(tracked("del", deleted) + &tracked("ins", &run("new"))), "new");
    holds(
        &(tracked("moveFrom", &run("here")) + &run("then ") + &tracked("moveTo", &run("there"))),
        "then there",
    );
    holds(&tracked("ins", &tracked("del", deleted)), "");
    // The control itself was deleted: what is in it still counts.
    let range = |inside: &str| {
        format!("<w:customXmlDelRangeStart w:id=\"1\"/>{inside}<w:customXmlDelRangeEnd w:id=\"1\"/>")
    };
    check(&paragraph(&range(&control("a", "", &run("kept")))), &["a=kept"]);
}

#[test]
fn tracked_paragraphs_rows_and_cells_read_as_if_accepted() {
    let parted = |mark: &str| {
        let properties = format!("<w:pPr><w:rPr>{mark}</w:rPr></w:pPr>");
        paragraph(&(properties + &run("one "))) + &paragraph(&run("two"))
    };
    check(&control("a", "", &parted("<w:del/>")), &["a=one two"]);
    check(&control("a", "", &parted("<w:ins/>")), &["a=one \ntwo"]);
    let row = |properties: &str| format!("<w:tr>{properties}{}</w:tr>", cell(&paragraph(&run("row"))));
    let rows = |properties: &str| control("a", "", &table(&(row("") + &row(properties))));
    check(&rows("<w:trPr><w:ins/></w:trPr>"), &["a=row\nrow"]);
    check(&rows("<w:trPr><w:del/></w:trPr>"), &["a=row"]);
    let gone = cell(&("<w:tcPr><w:cellDel/></w:tcPr>".to_owned() + &paragraph(&run("gone"))));
    let kept = cell(&paragraph(&run("kept")));
    check(&control("a", "", &table(&format!("<w:tr>{kept}{gone}{kept}</w:tr>"))), &["a=kept\tkept"]);
    for change in [
        parted("<w:del/>"),
        parted("<w:ins/>"),
        table(&row("<w:trPr><w:ins/></w:trPr>")),
        table(&format!("<w:tr>{gone}</w:tr>")),
    ] {
        let body = format!("<w:body xmlns:w=\"u\">{change}</w:body>");
        let tree = stopgap::word::xml::parse(&body).unwrap();
        assert!(stopgap::word::text::text_of([tree.root()]).1.tracked, "{change}");
    }
}

fn field_mark(kind: &str, inside: &str) -> String {
    format!("<w:r><w:fldChar w:fldCharType=\"{kind}\">{inside}</w:fldChar></w:r>")
}

/// A tick box or a list of older Word has a state, and no text.
#[test]
fn form_fields_of_older_word_show_their_state() {
    let field = |state: &str, result: &str| {
        let instructions = "<w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>";
        let data = format!("<w:ffData><w:name w:val=\"Check1\"/><w:enabled/>{state}</w:ffData>");
        field_mark("begin", &data)
            + instructions
            + &field_mark("separate", "")
            + result
            + &field_mark("end", "")
            + &run(" at risk")
    };
    let ticked = |state: &str| field(&format!("<w:checkBox><w:sizeAuto/>{state}</w:checkBox>"), "");
    holds(&ticked("<w:default w:val=\"0\"/><w:checked/>"), "\u{2612} at risk");
    holds(&ticked("<w:default w:val=\"1\"/><w:checked w:val=\"0\"/>"), "\u{2610} at risk");
    holds(&ticked("<w:default w:val=\"1\"/>"), "\u{2612} at risk");
    holds(&ticked(""), "\u{2610} at risk");
    let chosen = |state: &str| {
        format!("<w:ddList>{state}<w:listEntry w:val=\"Low\"/><w:listEntry w:val=\"High\"/></w:ddList>")
    };
    holds(&field(&chosen("<w:result w:val=\"1\"/>"), ""), "High at risk");
    holds(&field(&chosen("<w:default w:val=\"1\"/>"), ""), "High at risk");
    holds(&field(&chosen(""), ""), "Low at risk");
    holds(&field(&chosen("<w:result w:val=\"9\"/>"), ""), " at risk");
    holds(&field(&chosen(""), &run("Low")), "Low at risk");
    holds(&field("<w:textInput/>", &run("Low")), "Low at risk");
}

#[test]
fn a_field_without_an_end_swallows_nothing() {
    let begun = field_mark("begin", "") + "<w:r><w:instrText>HYPERLINK</w:instrText></w:r>";
    holds(&(begun.clone() + &run("all the rest")), "all the rest");
    let page = begun.clone() + &run("no result") + &field_mark("separate", "") + &run("9");
    holds(&(begun + &run("all ") + &page + &field_mark("end", "")), "all 9");
}

#[test]
fn what_stands_for_text_and_what_does_not() {
    let mc = "<mc:AlternateContent xmlns:mc=\"u\"><mc:Choice Requires=\"x\"><w:r><w:t>new</w:t></w:r></mc:Choice><mc:Fallback><w:r><w:t>old</w:t></w:r></mc:Fallback></mc:AlternateContent>";
    holds(mc, "new");
    let field = |instructions: &str, result: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>{instructions}</w:instrText></w:r>{result}<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
        )
    };
    let parted = |result: &str| format!("<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>{result}");
    holds(&field("DATE", &parted(&run("16/11/2026"))), "16/11/2026");
    let page = field("PAGE", &parted(&run("9")));
    holds(&field("IF", &(page.clone() + &parted(&run("yes")))), "yes");
    holds(&field("IF", &(page.clone() + &page + &parted(&run("yes")))), "yes");
    holds(
        &mc.replace("<mc:Fallback>", "<mc:Choice><w:r><w:t>newer</w:t></w:r></mc:Choice><mc:Fallback>"),
        "new",
    );
    holds("<w:fldSimple w:instr=\"AUTHOR\"><w:r><w:t>J</w:t></w:r></w:fldSimple>", "J");
    holds("<w:hyperlink><w:r><w:t>a link</w:t></w:r></w:hyperlink>", "a link");
    holds("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:ptab/><w:t>c</w:t></w:r>", "a\tb\tc");
    holds(
        "<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:cr/><w:t>c</w:t><w:br w:type=\"page\"/><w:t>d</w:t></w:r>",
        "a\nb\nc\nd",
    );
    holds(
        "<w:r><w:t>co</w:t><w:noBreakHyphen/><w:t>op so</w:t><w:softHyphen/><w:t>ft</w:t></w:r>",
        "co-op soft",
    );
    holds(
        "<w:r><w:sym w:font=\"Wingdings\" w:char=\"F0FC\"/><w:sym w:font=\"Odd\" w:char=\"F041\"/></w:r>",
        "\u{2713}\u{fffd}",
    );
    holds(
        "<w:commentRangeStart w:id=\"0\"/><w:r><w:t>said</w:t></w:r><w:commentRangeEnd w:id=\"0\"/><w:r><w:commentReference w:id=\"0\"/></w:r>",
        "said",
    );
    holds("<w:r><w:t>said</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r>", "said");
    holds(
        "<w:smartTag><w:customXml><w:proofErr w:type=\"spellStart\"/><w:r><w:t>Smith</w:t></w:r><w:permStart w:id=\"1\"/></w:customXml></w:smartTag>",
        "Smith",
    );
    holds(
        "<w:r><w:ruby><w:rt><w:r><w:t>above</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>base</w:t></w:r></w:rubyBase></w:ruby></w:r>",
        "base",
    );
    holds(
        "<w:r><w:t>a</w:t><w:drawing><w:txbxContent><w:p><w:r><w:t>in a shape</w:t></w:r></w:p></w:txbxContent></w:drawing></w:r>",
        "a",
    );
    holds(
        "<w:r><w:t>O&apos;Brien &amp; &lt;S&#246;n&gt; <![CDATA[a<b]]></w:t></w:r>",
        "O'Brien & <S\u{f6}n> a<b",
    );
}

/// Word writes emoji as what only newer programs know, and the character itself for all others.
#[test]
fn alternate_content_says_what_its_first_form_says_that_says_anything() {
    let forms = |forms: &[&str]| {
        let (fallback, choices) = forms.split_last().unwrap();
        let choices = choices.iter().map(|choice| format!("<mc:Choice Requires=\"x\">{choice}</mc:Choice>"));
        let choices: String = choices.collect();
        format!(
            "<w:r><mc:AlternateContent xmlns:mc=\"u\">{choices}<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent></w:r>"
        )
    };
    let said = |text: &str| format!("<w:t>{text}</w:t>");
    let symbol = |code: &str| format!("<s:symEx xmlns:s=\"u\" s:font=\"Segoe UI Emoji\" s:char=\"{code}\"/>");
    holds(&forms(&[&symbol("1F600"), &said("plain")]), "\u{1f600}");
    holds(&forms(&["<x/>", &said("\u{1f600}")]), "\u{1f600}");
    holds(&forms(&[&said("\u{1f600}")]), "\u{1f600}");
    holds(&forms(&["", &said("newer"), &said("old")]), "newer");
    holds(&forms(&["<w:drawing/>", &said("old")]), "");
    holds(&forms(&[&control("b", "<w:showingPlcHdr/>", ""), &said("old")]).replace(" w:val=\"b\"", ""), "");
}

/// A fraction that is run together says something else: half a tablet, and twelve.
#[test]
fn equations_are_written_in_a_line() {
    let math = |inside: &str| {
        let inside = inside.replace("<r>", "<m:r><m:t>").replace("</r>", "</m:t></m:r>");
        format!("<m:oMathPara xmlns:m=\"u\"><m:oMath>{inside}</m:oMath></m:oMathPara>")
    };
    let fraction = |above: &str, below: &str| {
        format!("<m:f><m:fPr/><m:num>{above}</m:num><m:den><m:ctrlPr/>{below}</m:den></m:f>")
    };
    let half = fraction("<r>1</r>", "<r>2</r>");
    holds(&math(&format!("<r>Give </r>{half}<r> tablet</r>")), "Give 1/2 tablet");
    holds(&math(&format!("<r>2</r>{half}")), "2 1/2");
    holds(&math(&fraction("<r>a+b</r>", &half)), "(a+b)/(1/2)");
    holds(&math("<m:rad><m:deg/><m:e><r>9</r></m:e></m:rad>"), "\u{221a}9");
    holds(&math("<m:rad><m:deg><r>3</r></m:deg><m:e><r>x+1</r></m:e></m:rad>"), "3\u{221a}(x+1)");
    holds(&math("<m:sSup><m:e><r>10</r></m:e><m:sup><r>2</r></m:sup></m:sSup>"), "10^2");
}

#[test]
fn a_raised_digit_is_no_digit_of_the_number_before_it() {
    let raised = |text: &str| {
        format!("<w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>{text}</w:t></w:r>")
    };
    holds(&(run("10") + &raised("2") + &run(" cells")), "10^2 cells");
    holds(&(run("10") + &raised("1") + &raised("2")), "10^12");
    holds(&(run("on the 1") + &raised("st")), "on the 1st");
    holds(&(run("m") + &raised("2")), "m2");
}

#[test]
fn one_tag_for_several_controls() {
    let both = control("a", "", &run("one")) + &control("a", "", &run("two"));
    assert_eq!(
        texts(&Docx::new(&paragraph(&both))),
        [("a".to_owned(), vec!["one".to_owned(), "two".to_owned()])]
    );
}

static BLANK: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let pack = Pack::embedded();
    form::blank(pack.template("case-note").unwrap(), Some(&Issue::random().unwrap())).unwrap()
});

/// What is said of a form whose page is this.
fn refused(page: &str) -> String {
    let bytes = changed(&BLANK, "word/document.xml", |_| page.to_owned());
    form::read(&bytes, &Pack::embedded(), date(2026, 11, 22)).unwrap_err().to_string()
}

#[test]
fn documents_made_to_do_harm() {
    let not_safe = |why: &str| {
        format!("it is not safe to open (word/document.xml{why}): tell your IT service where it came from")
    };
    let laughs = "<!DOCTYPE d [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><w:document>&b;</w:document>";
    assert_eq!(refused(laughs), not_safe(": it declares a document type, which Word never does"));
    assert_eq!(refused(&"<w:p>".repeat(50_000)), not_safe(": it is nested deeper than 256 levels"));
    assert_eq!(
        refused(&format!("<a>{}</a>", "<p/>".repeat(300_000))),
        not_safe(": it has more than 262144 parts")
    );
    assert_eq!(refused(&" ".repeat(9 << 20)), not_safe(" unpacks to more than 8 MB"));
    let broken = refused("<w:document><w:body></w:document>");
    assert!(
        broken.starts_with(
            "it is damaged or was cut off while it was copied (word/document.xml: it is damaged near byte"
        ),
        "{broken}"
    );
    // Many parts, each small enough, and none of them ours.
    let mut package = stopgap::word::Package::open(&BLANK).unwrap();
    let ours: Vec<String> =
        package.names().filter(|n| n.starts_with("customXml/item")).map(str::to_owned).collect();
    let others = (0..40).map(|n| format!("customXml/item{}.xml", n + 50));
    let names: Vec<String> = ours.into_iter().chain(others).collect();
    let big = " ".repeat(1 << 20);
    let parts: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), big.as_str())).collect();
    let many = package.with_parts(&parts).unwrap();
    let refused = form::read(&many, &Pack::embedded(), date(2026, 11, 22)).unwrap_err().to_string();
    assert_eq!(
        refused,
        "it is not safe to open (its parts unpack to more than 16 MB): tell your IT service where it came from"
    );
}

/// What stands in a control within another is a text of both: so a document can say more than it holds.
#[test]
fn controls_within_one_another_say_no_more_than_three_pages_hold() {
    let nested = |depth: usize| {
        let inside = run(&"x".repeat(1 << 20));
        Docx::new(&paragraph(&(0..depth).fold(inside, |inside, at| control(&at.to_string(), "", &inside))))
            .bytes()
    };
    assert_eq!(named_texts(&nested(23)).unwrap().len(), 23);
    assert_eq!(
        named_texts(&nested(24)).unwrap_err().to_string(),
        "it is not safe to open (word/document.xml: its parts lie within one another again and again): tell your IT service where it came from"
    );
}

#[test]
fn two_parts_of_one_name_are_refused() {
    // The second name is made the first's after the archive is written: libraries do not write such.
    let bytes = zipped(&[("word/a.xml", "<good/>"), ("word/b.xml", "<evil/>")]);
    let places: Vec<usize> =
        (0..bytes.len() - 10).filter(|at| &bytes[*at..*at + 10] == b"word/b.xml").collect();
    assert_eq!(places.len(), 2);
    let mut bytes = bytes;
    for place in places {
        bytes[place + 5] = b'a';
    }
    // Another record of the archive's end, in its comment, says that there is one part.
    let mut with_comment = bytes.clone();
    let end = bytes.len() - 22;
    with_comment[end + 20] = 22;
    with_comment.extend_from_slice(&bytes[end..]);
    let fake = with_comment.len() - 22;
    (with_comment[fake + 8], with_comment[fake + 10]) = (1, 1);
    for bytes in [bytes, with_comment] {
        assert_eq!(
            named_texts(&bytes).unwrap_err().to_string(),
            "it is not safe to open (two of its parts have the same name): tell your IT service where it came from"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 80, ..ProptestConfig::default() })]

    /// Whatever is cut out of a page or put into it: the form is read, or refused in words.
    #[test]
    fn a_damaged_page_is_read_or_refused(at in 0_usize..60_000, length in 0_usize..400, debris in "(<w:(p|tc|tr|tbl|sdt|sdtPr|ins|del)/?>|</w:(p|tc|tr|sdt|tbl)>|&#x1;|[a-z<>&]){0,4}") {
        let bytes = changed(&BLANK, "word/document.xml", |page| {
            let (start, end) = (page.floor_char_boundary(at), page.floor_char_boundary(at + length));
            format!("{}{debris}{}", &page[..start], &page[end..])
        });
        if let Ok(form) = form::read(&bytes, &Pack::embedded(), date(2026, 11, 22)) {
            prop_assert_eq!(form.answers.len(), form.definition.fields().count());
        }
    }

    /// As above, with any bytes of the file.
    #[test]
    fn a_damaged_file_is_read_or_refused(at in 0_usize..100_000, bytes in prop::collection::vec(any::<u8>(), 1..20)) {
        let mut file = BLANK.clone();
        let at = at % (file.len() - 20);
        file[at..at + bytes.len()].copy_from_slice(&bytes);
        let _ = form::read(&file, &Pack::embedded(), date(2026, 11, 22));
    }
}
