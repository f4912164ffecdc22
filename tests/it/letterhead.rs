use crate::{
    council::Council,
    docx::{changed, main_text},
    program::Desk,
    reading::outside,
};
use jiff::civil::date;
use std::io::Read;
use stopgap::{
    form::{self, CompletedForm, Issue},
    template::Pack,
    tracker::{self, Tracker},
    word::{
        Letterhead, Package, Picture,
        picture::{LARGEST, NotAPicture},
        text::text_of,
        xml::parse,
    },
};

/// A PNG of this size; nobody unpacks what is in it.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    let chunk = |kind: &[u8], data: &[u8]| {
        [&u32::try_from(data.len()).unwrap().to_be_bytes(), kind, data, &[0; 4]].concat()
    };
    let size = [width.to_be_bytes(), height.to_be_bytes()].concat();
    let header = [&size[..], &[8, 2, 0, 0, 0]].concat();
    let signature = b"\x89PNG\r\n\x1a\n".to_vec();
    [signature, chunk(b"IHDR", &header), chunk(b"IDAT", b"..."), chunk(b"IEND", b"")].concat()
}

/// A JPEG of this size, with a comment before it.
fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let size = [height.to_be_bytes(), width.to_be_bytes()].concat();
    [b"\xff\xd8\xff\xfe\0\x04..\xff\xff\xc2\0\x0b\x08", &size[..], b"\x03...\xff\xda\0\x02..\xff\xd9"]
        .concat()
}

fn example() -> Letterhead {
    let logo = Some(Picture::read(png(400, 100)).unwrap());
    Letterhead { name: Some("O'Brien & <Sons> \"Council\"".to_owned()), logo }
}

/// The lines of a document's page, as a screen reader comes to them, and what it says of a picture.
fn lines(document: &[u8]) -> Vec<String> {
    let text = main_text(document);
    let tree = parse(&text).unwrap();
    let paragraphs = tree.root().descendants().filter(|element| element.is("p"));
    let lines = paragraphs.map(|paragraph| {
        let picture = paragraph.descendants().find(|element| element.is("docPr"));
        let says = picture.and_then(|picture| Some(format!("[{}]", picture.attribute("descr")?)));
        says.unwrap_or_default() + text_of([paragraph]).0.expose()
    });
    lines.collect()
}

/// Width and height of a document's logo, in hundredths of a centimetre.
fn size(document: &[u8]) -> [u64; 2] {
    let text = main_text(document);
    let tree = parse(&text).unwrap();
    let extent = tree.root().descendants().find(|element| element.is("extent")).unwrap();
    ["cx", "cy"].map(|side| extent.attribute(side).unwrap().parse::<u64>().unwrap() / 3600)
}

/// By what each answer of a form was found, and what it is.
fn answers(form: &CompletedForm) -> Vec<(&'static str, &str)> {
    form.answers.iter().map(|answer| (answer.anchor.name(), answer.text.expose())).collect()
}

fn parts(document: &[u8], name: &str) -> Option<Vec<u8>> {
    let mut parts = zip::ZipArchive::new(std::io::Cursor::new(document)).unwrap();
    let mut bytes = Vec::new();
    parts.by_name(name).ok()?.read_to_end(&mut bytes).unwrap();
    Some(bytes)
}

#[test]
fn a_picture_is_told_by_what_stands_in_it() {
    let read = |bytes: &[u8]| Picture::read(bytes.to_vec()).map(|picture| picture.ending());
    assert_eq!(read(&png(400, 100)), Ok("png"));
    assert_eq!(read(&jpeg(400, 100)), Ok("jpeg"));
    for (bytes, kind) in [
        (&b""[..], "empty"),
        (b"<?xml version=\"1.0\"?>\n<SVG/>", "an SVG drawing"),
        (b"GIF89a..", "a GIF picture"),
        (b"RIFF....WEBPVP8 ", "a WebP picture"),
        (b"PK\x03\x04", "a zip or an Office file"),
        (b"Example Council", "another kind of file"),
    ] {
        assert_eq!(read(bytes), Err(NotAPicture::Other(kind)));
    }
    assert_eq!(read(&png(4001, 10)), Err(NotAPicture::TooManyPixels(4001, 10)));
    assert_eq!(read(&[png(400, 100), vec![0; LARGEST]].concat()), Err(NotAPicture::TooLarge));
}

/// Wherever it was cut off, and whatever a byte of it became.
#[test]
fn a_picture_that_is_not_whole_is_refused() {
    for whole in [png(400, 100), jpeg(400, 100)] {
        for end in 8..whole.len() {
            assert_eq!(Picture::read(whole[..end].to_vec()), Err(NotAPicture::Damaged), "cut at {end}");
        }
        for at in 0..whole.len() {
            for byte in [0, 1, 0xff] {
                let mut other = whole.clone();
                other[at] = byte;
                let _ = Picture::read(other);
            }
        }
    }
    assert_eq!(Picture::read(png(0, 10)), Err(NotAPicture::Damaged));
}

#[test]
fn a_logo_keeps_its_proportions_and_is_not_blown_up() {
    let printed = |bytes: Vec<u8>| {
        let letterhead = Letterhead { name: None, logo: Some(Picture::read(bytes).unwrap()) };
        let form = form::blank_headed(&Pack::embedded().templates()[0], &letterhead, None).unwrap();
        size(&form)
    };
    assert_eq!(printed(png(1000, 250)), [400, 100]);
    assert_eq!(printed(png(300, 600)), [90, 180]);
    assert_eq!(printed(png(800, 360)), [400, 180]);
    assert_eq!(printed(jpeg(96, 48)), [254, 127]);
    assert_eq!(printed(png(4000, 1)), [400, 0]);
}

#[test]
fn a_form_with_a_letterhead_reads_as_one_without() {
    let pack = Pack::embedded();
    let (letterhead, issue) = (example(), Issue::random().unwrap());
    for definition in pack.templates() {
        for issue in [None, Some(&issue)] {
            let headed = form::blank_headed(definition, &letterhead, issue).unwrap();
            assert!(lines(&headed)[0].ends_with("<Sons> \"Council\""), "{}", definition.id);
            // Programs that drop the item keep the document's properties.
            let plain = form::blank(definition, issue).unwrap();
            for is_kept in [true, false] {
                let read = |form: &[u8]| {
                    let item = |item: &str| if is_kept { item.to_owned() } else { "<gone/>".to_owned() };
                    let form = changed(form, "customXml/item1.xml", item);
                    form::read(&form, &pack, date(2026, 11, 22)).unwrap()
                };
                let (form, plain) = (read(&headed), read(&plain));
                assert_eq!(outside(&form), [], "{}, kept: {is_kept}", definition.id);
                assert_eq!(answers(&form), answers(&plain));
                assert_eq!(form.findings, plain.findings);
            }
        }
    }
}

#[test]
fn what_somebody_adds_to_the_letterhead_is_not_lost() {
    let definition = &Pack::embedded().templates()[0].clone();
    let headed = form::blank_headed(definition, &example(), None).unwrap();
    let form = changed(&headed, "word/document.xml", |page| {
        page.replacen("</w:p>", "</w:p><w:p><w:r><w:t>Ring her aunt.</w:t></w:r></w:p>", 1)
    });
    let form = form::read(&form, &Pack::embedded(), date(2026, 11, 22)).unwrap();
    assert_eq!(outside(&form), [("Words at the top".to_owned(), "Ring her aunt.".to_owned())]);
}

#[test]
fn a_tracker_with_a_letterhead_is_a_tracker() {
    let headed = tracker::blank_headed("Jane Smith", "SCNorth", &example()).unwrap();
    assert_eq!(
        lines(&headed)[..2],
        ["[Logo of O'Brien & <Sons> \"Council\"]\tO'Brien & <Sons> \"Council\"", "Tracker"]
    );
    let read = Tracker::read(&headed).unwrap();
    assert_eq!((read.rows().len(), read.your_name().unwrap().expose()), (0, "Jane Smith"));
}

/// The definitions that lie there already.
const PUBLISH: &str = "publish --templates \"share/Blank forms/definitions\"";

/// A council with a logo, and the settings that name it.
fn council() -> Council {
    let council = Council::new();
    council.settings("", "logo: pictures/logo.png\n");
    std::fs::create_dir(council.desk.path("pictures")).unwrap();
    council.desk.file("pictures/logo.png", png(400, 100));
    council
}

#[track_caller]
fn has_letterhead(council: &Council, file: &str, logo: Option<&[u8]>) {
    let document = council.desk.bytes(file);
    let says = if logo.is_some() { "[Logo of Example Council]\tExample Council" } else { "Example Council" };
    assert_eq!(lines(&document)[0], says, "{file}");
    assert!(parts(&document, "word/media/logo.png").as_deref() == logo, "{file}");
    Package::open(&document).unwrap();
}

#[test]
fn every_document_says_whose_it_is_by_the_settings() {
    let council = council();
    let logo = png(400, 100);
    council.run(PUBLISH).ok();
    council.run("new case-note --to note.docx").ok();
    council.run(r#"tracker new --name "A Khan" --team SCNorth --to tracker.docx"#).ok();
    council
        .new_form("case-note", "pin=8123477\nchild_surname=Inventson\nchild_dob=12/04/2010\nrestricted=no\n");
    let own: Vec<String> =
        council.files("share").into_iter().filter(|file| file.ends_with(".docx")).collect();
    assert_eq!(own.len(), 2);
    let blanks = ["Case note", "Start here", "Tracker"].map(|name| format!("share/Blank forms/{name}.docx"));
    for file in own.iter().chain(&blanks).map(String::as_str).chain(["note.docx", "tracker.docx"]) {
        has_letterhead(&council, file, Some(&logo));
    }
    // Another logo: every document is published anew, and forms with the old one are read as before.
    council.desk.file("pictures/logo.png", png(100, 100));
    let said = council.run(PUBLISH).ok();
    assert!(said.contains("Changed:\n") && said.contains("  Case note.docx\n"), "{said}");
    has_letterhead(&council, &blanks[0], Some(&png(100, 100)));
    assert!(!council.run("read note.docx").ok().contains("Example Council"));
}

#[test]
fn without_settings_nothing_stands_there() {
    let desk = Desk::new();
    desk.run("new case-note --to note.docx").ok();
    assert_eq!(lines(&desk.bytes("note.docx"))[0], "To be entered into EHM or LCS afterwards");
    assert!(!main_text(&desk.bytes("note.docx")).contains("Letterhead"));
}

/// A logo that cannot be printed keeps nobody from recording; whoever can mend it is told.
#[test]
fn a_logo_that_cannot_be_printed_is_told_to_whoever_can_mend_it() {
    let council = council();
    council.desk.file("pictures/logo.png", "GIF89a..");
    let ran = council.run("settings");
    assert_eq!(ran.code, 1);
    insta::assert_snapshot!(council.desk.steady(&ran.err));
    let ran = council.run(&format!("{PUBLISH} --dry-run"));
    assert!(ran.code == 1 && ran.err.contains("SG060") && ran.out.is_empty(), "{}", ran.err);
    let doctor = council.run("doctor");
    assert!(
        doctor.out.contains("LOOK  settings: to look at:") && doctor.out.contains("SG060"),
        "{}",
        doctor.out
    );
    council.run("new case-note --to note.docx").ok();
    has_letterhead(&council, "note.docx", None);
    std::fs::remove_file(council.desk.path("pictures/logo.png")).unwrap();
    let ran = council.run("settings");
    assert!(
        ran.err.contains("there is no file ") && ran.err.contains("look whether it was moved"),
        "{}",
        ran.err
    );
}

#[test]
fn slips_about_the_logo_are_told() {
    let codes_of = crate::settings::codes_of;
    assert_eq!(codes_of("council: X\nlogo: '%SHARE%/logo.JPG'"), Vec::<&str>::new());
    assert_eq!(codes_of("council: X\nlogo: logo.gif"), ["SG060"]);
    assert_eq!(codes_of("council: X\nlogo: \"O:\\new.png\""), ["SG050"]);
    assert_eq!(codes_of("logo: logo.png"), ["SG061"]);
}
