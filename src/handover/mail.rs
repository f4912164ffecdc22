//! A mail that came: the files in it, wherever they lie, within bounds.
//!
//! `mail-parser` reads the heads of mails and parts, their names in every spelling, and undoes the encodings. The
//! way from part to part is our own: the library's tree of a mail that holds a mail that holds a mail overflows the
//! stack when it goes (100,000 of them, 3 MB), and it turns text files into UTF-8.

use super::kind::{Kind, kind};
use mail_parser::{
    Address, ContentType, HeaderName, Message, MessageParser, MimeHeaders,
    decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode},
};
use memchr::memmem;
use std::borrow::Cow;

/// A mail from Outlook has a handful; one that is forwarded again and again a few dozen.
const MOST_PARTS: usize = 1_000;
/// Parts in parts, mails in mails.
const DEEPEST: usize = 16;
/// Exchange takes mails with no more than this in their heads, and we take no more in all.
const LARGEST_HEAD: usize = 256 << 10;
const ALL_HEADS: usize = 1 << 20;
/// What a field of a head may have with all its lines, if we read it: a name of 255 letters, spelt as long as can be,
/// has 3 kB. `mail-parser` looks from the start of each encoded word to the end of the field: 26 s for one of 256 kB.
const LARGEST_FIELD: usize = 4 << 10;
/// What its files may have together when they are decoded: no mailbox takes so much.
const ALL_FILES: usize = 64 << 20;

/// A mail, as far as it matters here.
#[derive(Default)]
pub struct Mail {
    /// The addresses that it is from.
    pub from: Vec<String>,
    /// The files in it, in their order, also those of mails in it.
    pub files: Vec<MailFile>,
    /// A sign that files may lie in it where we cannot look.
    pub closed: Option<Closed>,
}

/// A file in a mail. It has no `Debug`: its name may be a child's.
pub struct MailFile {
    /// As the sender called it, or nothing; not fit to be a name on a drive.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Why files may lie in a mail where we cannot look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// Outlook packed them into `winmail.dat`, which only Outlook opens.
    Winmail,
    /// It is signed or encrypted as a whole.
    Encrypted,
}

/// Why a file cannot be read as a mail.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum NotAMail {
    #[error(
        "it is a mail in Outlook's own format (.msg): open it, drag the form out of it into a folder, and name that; or save the mail as .eml"
    )]
    OutlookMessage,
    #[error(
        "it is neither a mail (.eml) nor a Word document (.docx): save the form out of the mail, and name that"
    )]
    Other,
    #[error("the mail is not safe to open ({0}): tell your IT service where it came from")]
    Unsafe(&'static str),
}

impl Mail {
    /// Reads a mail.
    ///
    /// # Errors
    /// When it is none, or goes beyond what a mail from a colleague has.
    pub fn read(bytes: &[u8]) -> Result<Self, NotAMail> {
        match kind(bytes) {
            Kind::Mail => {}
            Kind::OutlookMessage => return Err(NotAMail::OutlookMessage),
            Kind::Document => return Err(NotAMail::Other),
        }
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        let parser =
            MessageParser::new().with_mime_headers().header_address(HeaderName::From).default_header_ignore();
        let mut walk =
            Walk { parser, parts: MOST_PARTS, heads: ALL_HEADS, room: ALL_FILES, mail: Self::default() };
        let (head, _) = Walk::head_and_body(bytes)?;
        let Some(head) = walk.parser.parse_headers(head).filter(is_head) else { return Err(NotAMail::Other) };
        walk.mail.from = addresses(head.from());
        walk.part(bytes, 0)?;
        Ok(walk.mail)
    }
}

/// Whether a head has one of the lines that every mail has some of.
fn is_head(head: &Message<'_>) -> bool {
    let known = [
        HeaderName::From,
        HeaderName::To,
        HeaderName::Subject,
        HeaderName::Received,
        HeaderName::MimeVersion,
        HeaderName::ContentType,
    ];
    head.headers().iter().any(|line| known.contains(&line.name))
}

fn addresses(from: Option<&Address<'_>>) -> Vec<String> {
    let all = from.into_iter().flat_map(Address::iter);
    all.filter_map(|address| address.address.as_deref()).map(str::to_owned).collect()
}

/// The way through a mail, and what may still come.
struct Walk {
    parser: MessageParser,
    parts: usize,
    heads: usize,
    room: usize,
    mail: Mail,
}

impl Walk {
    /// Takes in a part: a file, or parts, or a mail.
    fn part(&mut self, part: &[u8], depth: usize) -> Result<(), NotAMail> {
        self.parts = self.parts.checked_sub(1).ok_or(NotAMail::Unsafe("it has more than 1,000 parts"))?;
        if depth > DEEPEST {
            return Err(NotAMail::Unsafe("mails lie in it within mails, more than 16 deep"));
        }
        let (head, body) = Self::head_and_body(part)?;
        self.heads =
            self.heads.checked_sub(head.len()).ok_or(NotAMail::Unsafe("its heads have more than 1 MB"))?;
        // Without a line that is one, the library gives none, and its empty mail panics when it is asked.
        let head = self.parser.parse_headers(head);
        let head = head.as_ref();
        let content = head.and_then(MimeHeaders::content_type);
        let is = |kind: &str, sub: &str| is_type(content, kind, sub);
        if let Some(boundary) =
            content.filter(|content| content.ctype() == "multipart").and_then(|c| c.attribute("boundary"))
        {
            if is("multipart", "encrypted") {
                self.mail.closed = Some(Closed::Encrypted);
            }
            return parts_between(body, boundary.as_bytes()).try_for_each(|part| self.part(part, depth + 1));
        }
        if is("message", "rfc822") || is("message", "global") {
            let inner = self.decoded(head, body)?;
            return self.part(&inner, depth + 1);
        }
        if is("application", "ms-tnef") {
            self.mail.closed = Some(Closed::Winmail);
        }
        if is("application", "pkcs7-mime")
            || is("application", "x-pkcs7-mime")
            || is("application", "x-microsoft-rpmsg-message")
        {
            self.mail.closed = Some(Closed::Encrypted);
        }
        // The words of the mail itself have no name. A signature is for mail programs.
        let name = head.and_then(MimeHeaders::attachment_name).unwrap_or_default();
        let is_attached =
            head.and_then(MimeHeaders::content_disposition).is_some_and(ContentType::is_attachment);
        let is_words = content.is_none_or(|content| content.ctype() == "text");
        if name.is_empty() && is_words && !is_attached || is("application", "pkcs7-signature") {
            return Ok(());
        }
        let bytes = match self.decoded(head, body)? {
            Cow::Owned(bytes) => bytes,
            Cow::Borrowed(bytes) => self.with_room(bytes.to_vec())?,
        };
        self.mail.files.push(MailFile { name: name.to_owned(), bytes });
        Ok(())
    }

    /// A part's head, fit to be read, and what follows on the first empty line.
    fn head_and_body(part: &[u8]) -> Result<(&[u8], &[u8]), NotAMail> {
        let (head, body) = Self::split(part)?;
        if has_long_field(head) {
            return Err(NotAMail::Unsafe("a field in its heads has more than 4 kB"));
        }
        Ok((head, body))
    }

    fn split(part: &[u8]) -> Result<(&[u8], &[u8]), NotAMail> {
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', part) {
            if part[start..end].trim_ascii_end().is_empty() {
                return Ok((&part[..start], &part[end + 1..]));
            }
            start = end + 1;
            if start > LARGEST_HEAD {
                return Err(NotAMail::Unsafe("it has a head of more than 256 kB"));
            }
        }
        if part.len() > LARGEST_HEAD { Ok((&[], part)) } else { Ok((part, &[])) }
    }

    /// A part's content as it was before it was made fit for mail.
    fn decoded<'p>(&mut self, head: Option<&Message<'_>>, body: &'p [u8]) -> Result<Cow<'p, [u8]>, NotAMail> {
        let encoding = head.and_then(MimeHeaders::content_transfer_encoding).unwrap_or_default();
        let decoded = match encoding.trim().to_ascii_lowercase().as_str() {
            // A gateway may put its own lines below, where the library gives up.
            "base64" => base64_decode(base64_lines(body)),
            "quoted-printable" => quoted_printable_decode(body),
            _ => None,
        };
        match decoded {
            Some(decoded) => self.with_room(decoded).map(Cow::Owned),
            None => Ok(Cow::Borrowed(body)),
        }
    }

    /// Bytes that are kept beside the mail, if there is room for them.
    fn with_room(&mut self, bytes: Vec<u8>) -> Result<Vec<u8>, NotAMail> {
        let room = self.room.checked_sub(bytes.len());
        self.room = room.ok_or(NotAMail::Unsafe("its files have more than 64 MB"))?;
        Ok(bytes)
    }
}

/// Whether a field that we read is longer than in any mail.
fn has_long_field(head: &[u8]) -> bool {
    let (mut length, mut is_read) = (0, false);
    head.split_inclusive(|byte| *byte == b'\n').any(|line| {
        if !line.starts_with(b" ") && !line.starts_with(b"\t") {
            (length, is_read) = (0, false);
        }
        length += line.len();
        is_read |= begins_a_field_we_read(line);
        is_read && length > LARGEST_FIELD
    })
}

/// As `mail-parser` takes a name, which may have spaces in it and before it.
fn begins_a_field_we_read(line: &[u8]) -> bool {
    let letters = line.iter().filter(|byte| !byte.is_ascii_whitespace()).skip_while(|byte| **byte == b':');
    let name: Vec<u8> = letters.take_while(|byte| **byte != b':').map(u8::to_ascii_lowercase).collect();
    name == b"from" || name.starts_with(b"content-")
}

fn is_type(content: Option<&ContentType<'_>>, kind: &str, sub: &str) -> bool {
    content.is_some_and(|content| {
        content.ctype().eq_ignore_ascii_case(kind)
            && content.subtype().is_some_and(|s| s.eq_ignore_ascii_case(sub))
    })
}

/// The lines from the top that hold nothing but base64.
fn base64_lines(body: &[u8]) -> &[u8] {
    let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/= \t\r\n".contains(byte);
    let end = body.iter().position(|byte| !is_base64(byte));
    let end = end.map_or(body.len(), |end| memchr::memrchr(b'\n', &body[..end]).unwrap_or(0));
    &body[..end]
}

/// The parts of a body between its boundary lines; the last may lack the line at its end.
fn parts_between<'b>(body: &'b [u8], boundary: &[u8]) -> impl Iterator<Item = &'b [u8]> {
    let line = [b"--", boundary].concat();
    let mut lines: Vec<(usize, usize, bool)> = Vec::new();
    // Asked first: how a line goes on is looked for once, however often the boundary stands within it.
    let starts_a_line = |at: &usize| *at == 0 || body[*at - 1] == b'\n';
    for at in memmem::find_iter(body, &line).filter(starts_a_line) {
        let behind = &body[at + line.len()..];
        let rest = &behind[..memchr::memchr(b'\n', behind).map_or(behind.len(), |end| end + 1)];
        let is_last = rest.starts_with(b"--");
        if is_last || rest.trim_ascii().is_empty() {
            lines.push((at, at + line.len() + rest.len(), is_last));
            if is_last || lines.len() > MOST_PARTS {
                break;
            }
        }
    }
    let ends: Vec<usize> = lines.iter().skip(1).map(|(at, ..)| *at).chain([body.len()]).collect();
    lines.into_iter().zip(ends).filter(|((.., is_last), _)| !is_last).map(|((_, from, _), to)| {
        let part = &body[from..to.max(from)];
        // The line end before a boundary belongs to it.
        let part = part.strip_suffix(b"\n").unwrap_or(part);
        part.strip_suffix(b"\r").unwrap_or(part)
    })
}
