use jiff::civil::date;
use proptest::prelude::*;
use stopgap::handover::{Closed, Kind, Mail, Referral, WhoEnters, kind};

/// A mail of these parts between boundary lines.
fn mail_of(parts: &[&str]) -> String {
    let parts = parts.iter().map(|part| format!("--b\r\n{part}\r\n")).collect::<Vec<_>>().concat();
    format!(
        "From: \"Lee, Ann\" <Ann.Lee@example.gov.uk>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\nfor others\r\n{parts}--b--\r\nbehind\r\n"
    )
}

/// A part that is a file of this name; its head may say more.
fn file(name: &str, more: &str, body: &str) -> String {
    format!(
        "Content-Type: application/octet-stream\r\nContent-Disposition: attachment; {name}{more}\r\n\r\n{body}"
    )
}

fn read(mail: impl AsRef<[u8]>) -> Mail {
    Mail::read(mail.as_ref()).unwrap_or_else(|error| panic!("{error}"))
}

/// A mail has these files: name and content.
#[track_caller]
fn holds(mail: impl AsRef<[u8]>, expected: &[(&str, &str)]) {
    let mail = read(mail);
    let files: Vec<(&str, &str)> = mail
        .files
        .iter()
        .map(|file| (file.name.as_str(), std::str::from_utf8(&file.bytes).unwrap()))
        .collect();
    assert_eq!(files, expected);
}

/// It is refused with words that hold these.
#[track_caller]
fn refuses(mail: impl AsRef<[u8]>, because: &str) {
    let error = Mail::read(mail.as_ref()).err().expect("it should be refused");
    assert!(error.to_string().contains(because), "{error}");
}

const BASE64: &str = "\r\nContent-Transfer-Encoding: base64";

#[test]
fn the_files_of_a_mail() {
    let words = "Content-Type: text/plain\r\n\r\nDear all";
    holds(
        mail_of(&[
            words,
            &file("filename=a.txt", BASE64, "RGVhciBh\r\nbGw=\r\n"),
            &file("filename=\"b c.bin\"", "", "x\r\ny"),
        ]),
        &[("a.txt", "Dear all"), ("b c.bin", "x\r\ny")],
    );
    assert_eq!(read(mail_of(&[words])).from, ["Ann.Lee@example.gov.uk"]);
}

#[test]
fn encodings_are_undone() {
    let quoted = "\r\nContent-Transfer-Encoding: Quoted-Printable";
    holds(mail_of(&[&file("filename=a", quoted, "a=3Db=\r\nc=0D=0A\r\nd")]), &[("a", "a=bc\r\n\r\nd")]);
    let gateway = "RGVhciBhbGw=\r\n\r\n-- \r\nThis mail was scanned.";
    holds(mail_of(&[&file("filename=a", BASE64, gateway)]), &[("a", "Dear all")]);
    holds(mail_of(&[&file("filename=a", BASE64, "!!!")]), &[("a", "")]);
}

#[test]
fn text_files_keep_their_bytes() {
    let part = file("filename=a.txt", BASE64, "5Or8")
        .replace("application/octet-stream", "text/plain; charset=iso-8859-1");
    assert_eq!(read(mail_of(&[&part])).files[0].bytes, [0xe4, 0xea, 0xfc]);
}

#[test]
fn names_in_every_spelling() {
    for (said, name) in [
        ("filename*=UTF-8''Zo%C3%AB.docx", "Zo\u{eb}.docx"),
        ("filename*0=\"New \"; filename*1=\"contact.docx\"", "New contact.docx"),
        ("filename=\"=?utf-8?B?Wm/Dqy5kb2N4?=\"", "Zo\u{eb}.docx"),
        ("filename=\"a\\\"b.docx\"", "a\"b.docx"),
        ("x=y", ""),
    ] {
        holds(mail_of(&[&file(said, "", "x")]), &[(name, "x")]);
    }
    let named = "Content-Type: image/jpeg; name=photo.jpg\r\n\r\nx";
    holds(mail_of(&[named]), &[("photo.jpg", "x")]);
}

#[test]
fn mails_in_a_mail_are_looked_into() {
    let inner = mail_of(&[&file("filename=a.docx", "", "x")]).replace("--b", "--c").replace("=b", "=c");
    let part = format!("Content-Type: message/rfc822\r\n\r\n{inner}");
    holds(mail_of(&[&part, &file("filename=z", "", "y")]), &[("a.docx", "x"), ("z", "y")]);
    let simple = "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\nQ29udGVudC1UeXBlOiBhcHBsaWNhdGlvbi94OyBuYW1lPWEKCmhp";
    holds(mail_of(&[simple]), &[("a", "hi")]);
    let forwarded = format!("Subject: x\r\n{part}");
    holds(forwarded, &[("a.docx", "x")]);
}

#[test]
fn a_mail_that_was_cut_off_or_has_other_line_ends_is_read() {
    let whole = mail_of(&[&file("filename=a", "", "x"), &file("filename=b", "", "y")]);
    holds(whole.replace("\r\n", "\n"), &[("a", "x"), ("b", "y")]);
    holds(whole.split("--b--").next().unwrap().trim_end(), &[("a", "x"), ("b", "y")]);
    holds(format!("\u{feff}{whole}"), &[("a", "x"), ("b", "y")]);
    // A line that only begins like a boundary is none.
    holds(mail_of(&[&file("filename=a", "", "x\r\n--bc\r\n --b\r\ny")]), &[("a", "x\r\n--bc\r\n --b\r\ny")]);
}

#[test]
fn where_files_lie_that_we_cannot_see() {
    let closed = |kind: &str| read(format!("Subject: x\nContent-Type: {kind}\n\nx")).closed;
    assert_eq!(closed("application/ms-tnef; name=winmail.dat"), Some(Closed::Winmail));
    assert_eq!(
        closed("application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m"),
        Some(Closed::Encrypted)
    );
    assert_eq!(closed("multipart/encrypted; boundary=x"), Some(Closed::Encrypted));
    assert_eq!(closed("text/plain"), None);
    assert!(
        read("Subject: x\nContent-Type: application/pkcs7-signature; name=smime.p7s\n\nx").files.is_empty()
    );
}

#[test]
fn what_is_no_mail() {
    let other = "neither a mail (.eml) nor a Word document";
    for text in
        ["", "Dear all,\nsee below.\n", "\n\n\n", "x: y\n\nz", "\0\0\0", "PK\u{3}\u{4}", "\n\nFrom: a@b.uk"]
    {
        refuses(text, other);
    }
    let outlook: Vec<u8> = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
        .into_iter()
        .chain("__properties_version1.0".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    refuses(&outlook, "Outlook's own format (.msg)");
    assert_eq!(kind(&outlook), Kind::OutlookMessage);
}

#[test]
fn more_than_a_mail_has_is_refused() {
    let part = file("filename=a", "", "x");
    refuses(mail_of(&vec![part.as_str(); 10_000]), "more than 1,000 parts");
    refuses("Content-Type: message/rfc822\n\n".repeat(200_000), "more than 16 deep");
    let nested = (0..50)
        .map(|at| format!("Content-Type: multipart/mixed; boundary=b{at}\n\n--b{at}\n"))
        .collect::<Vec<_>>()
        .concat();
    refuses(nested, "more than 16 deep");
    let head = format!("From: a@example.gov.uk\nX-Long: {}\n", "long ".repeat(10_000));
    refuses(head.repeat(20), "a head of more than 256 kB");
    let lines = format!("\r\nX-Long: {}", "long ".repeat(10_000));
    refuses(mail_of(&vec![file("filename=a", &lines, "x").as_str(); 40]), "heads have more than 1 MB");
    // Each of them is as long as all: what they unpack to together counts, not what the file has.
    let same = "A".repeat(4 << 20);
    refuses(mail_of(&vec![file("filename=a", BASE64, &same).as_str(); 25]), "more than 64 MB");
}

/// The way to the end of a line was gone again and again: for minutes, and in the first of these for hours.
#[test]
fn a_mail_is_read_once_however_it_is_made() {
    let line = "--a".repeat(2 << 20);
    holds(format!("Content-Type: multipart/mixed; boundary=a\n\n{line}"), &[]);
    for (name, piece) in [
        ("From", " =?aa?q?"),
        ("Content-Type: x/y; name", " =?aa?q?"),
        ("F rom ", " =?aa?q?\n"),
        ("X\n Content-Description", " =?aa?q?"),
        ("Content-Disposition: attachment", "; n*1=x"),
    ] {
        refuses(format!("Subject: x\n{name}: {}\n\nx", piece.repeat(25_000)), "a field in its heads");
    }
    let recipients = " =?utf-8?q?Zo=C3=AB?= <zoe@example.gov.uk>,\n".repeat(1_000);
    assert_eq!(read(format!("To:{recipients} a@b.uk\nFrom: c@d.uk\n\nx")).from, ["c@d.uk"]);
}

/// An encoded mail in a mail is bounded as the others are.
#[test]
fn encoded_mails_in_mails_are_counted_too() {
    let mut mail = "Content-Type: application/x; name=a\n\nx".to_owned();
    for _ in 0..40 {
        let quoted = mail.replace('=', "=3D");
        mail = format!(
            "Subject: x\nContent-Type: message/rfc822\nContent-Transfer-Encoding: quoted-printable\n\n{quoted}"
        );
    }
    refuses(mail, "more than 16 deep");
}

const REFERRAL: Referral<'_> = Referral {
    mailbox: "scsouth@example.gov.uk",
    to_team: "SCSouth",
    from_team: "SCNorth",
    from_name: "Zo\u{eb} O'Brien",
    title: "New contact",
    number: stopgap::form::FormNumber::EXAMPLE,
    system: Some("LCS"),
    who_enters: WhoEnters::Receiver,
    on: date(2026, 11, 16),
};

#[test]
fn a_referral_as_it_is_mailed() {
    insta::assert_snapshot!(
        String::from_utf8(REFERRAL.mail(b"the form", "New contact 7K3F-2.docx")).unwrap().replace('\r', "")
    );
    let sender = Referral { who_enters: WhoEnters::Sender, system: None, ..REFERRAL };
    let mail = String::from_utf8(sender.mail(b"", "x.docx")).unwrap();
    assert!(
        mail.contains(
            "Entered by: SCNorth enters it into the case system. SCSouth only notes what=\r\n it did."
        ),
        "{mail}"
    );
}

proptest! {
    #[test]
    fn a_form_comes_out_of_its_mail_as_it_went_in(form: Vec<u8>, title in "[\\PC&&[^/\\\\]]{1,90}") {
        let name = format!("{title} 7K3F-2.docx");
        let mail = read(Referral { title: &title, ..REFERRAL }.mail(&form, &name));
        prop_assert_eq!(mail.files.len(), 1);
        prop_assert!(mail.files[0].bytes == form);
        let plain = |name: &str| name.split_whitespace().collect::<String>();
        prop_assert_eq!(plain(&mail.files[0].name), plain(&name));
    }

    #[test]
    fn no_title_makes_a_header_of_its_own(title in "\\PC{0,20}\r?\nBcc: x@example.com\r?\n\r?\n\\PC{0,20}") {
        let mail = Referral { title: &title, ..REFERRAL }.mail(b"", "x.docx");
        let head = String::from_utf8_lossy(&mail).split("\r\n\r\n").next().unwrap().to_owned();
        prop_assert!(!head.lines().any(|line| line.starts_with("Bcc")), "{}", head);
    }

    #[test]
    fn any_bytes_are_read_without_panic(bytes: Vec<u8>) {
        let _ = Mail::read(&bytes);
    }

    #[test]
    fn any_lines_of_a_mail_are_read_without_panic(lines in prop::collection::vec(prop::sample::select(LINES), 0..40)) {
        let mail = lines.join("\n");
        let _ = Mail::read(mail.as_bytes());
        let _ = Mail::read(mail.replace('\n', "\r\n").as_bytes());
    }
}

/// Of these, mails of every shape can be made.
const LINES: &[&str] = &[
    "",
    "",
    "",
    "--b",
    "--b--",
    "--c",
    "--",
    "---",
    "Subject: x",
    "From: a@b.uk",
    "From: <<@>,;:",
    "Content-Type: multipart/mixed; boundary=b",
    "Content-Type: multipart/alternative; boundary=\"c\"",
    "Content-Type: multipart/mixed; boundary=\"\"",
    "Content-Type: message/rfc822",
    "Content-Type: application/x; name=\"a",
    "Content-Type: ;;;=\"",
    "Content-Type",
    "Content-Disposition: attachment; filename*0*=''%; filename*1=\"",
    "Content-Transfer-Encoding: base64",
    "Content-Transfer-Encoding: quoted-printable",
    "AAAA",
    "A=",
    "=",
    "==",
    "=4",
    "=\t",
    " =?utf-8?B?//?=",
    "\u{feff}",
    "\0",
    "\u{e4}",
    " ",
    "\t x",
];
