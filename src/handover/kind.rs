//! What kind of file somebody was sent, by what stands in it: names are changed and endings lost.

use memchr::memmem;

/// A kind of file that work can come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A Word document, or what the reader of forms knows to say what it is instead.
    Document,
    /// A mail as the standard has it.
    Mail,
    /// A mail in Outlook's own format.
    OutlookMessage,
}

/// Old Word documents, encrypted ones and Outlook's mails are all files of this kind ([MS-CFB] 2.2).
const COMPOUND: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/// A part that every Outlook mail has ([MS-OXMSG] 2.4).
const PROPERTIES: &str = "__properties_version1.0";

/// Tells what kind of file this is.
pub fn kind(bytes: &[u8]) -> Kind {
    let name: Vec<u8> = PROPERTIES.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let start = bytes.trim_ascii_start();
    let documents: [&[u8]; 4] = [b"PK", COMPOUND, b"{\\rtf", b"%PDF"];
    match () {
        () if bytes.starts_with(COMPOUND) && memmem::find(bytes, &name).is_some() => Kind::OutlookMessage,
        () if start.is_empty() || documents.iter().any(|sign| start.starts_with(sign)) => Kind::Document,
        () if start.starts_with(b"<") => Kind::Document,
        () => Kind::Mail,
    }
}

/// How the names of files end that run as programs when they are opened, or send one elsewhere: those that Outlook
/// blocks (support.microsoft.com, "Blocked attachments in Outlook"), and disks, which Windows opens as folders.
const PROGRAMS: &str = "ade adp apk app appcontent-ms application appref-ms appx appxbundle asp aspx asx bas bat \
    bgi cab cer chm cmd cnt com cpl crt csh der diagcab exe fxp gadget grp hlp hpj hta htc img inf ins iso isp \
    its jar jnlp js jse ksh lnk mad maf mag mam maq mar mas mat mau mav maw mcf mda mdb mde mdt mdw mdz msc msh \
    msh1 msh2 mshxml msh1xml msh2xml msi msix msixbundle msp mst msu ops osd pcd pif pl plg prf prg printerexport \
    ps1 ps1xml ps2 ps2xml psc1 psc2 psd1 psdm1 pst py pyc pyo pyw pyz pyzw reg scf scr sct search-ms settingcontent-ms \
    shb shs theme themepack tmp url vb vbe vbp vbs vhd vhdx vsmacros vsw webpnp website ws wsb wsc wsf wsh xbap xll xnk";

/// Whether Windows would run a file of this name, or go where it leads.
pub fn is_program(name: &str) -> bool {
    let name = name.trim_end_matches(['.', ' ']).to_lowercase();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending.trim());
    PROGRAMS.split(' ').any(|program| program == ending)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_what_stands_in_it() {
        let outlook = [
            COMPOUND,
            &"__properties_version1.0".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(),
        ]
        .concat();
        for (bytes, expected) in [
            (&b"PK\x03\x04"[..], Kind::Document),
            (b"", Kind::Document),
            (b" \n%PDF-1.7", Kind::Document),
            (b"<html>", Kind::Document),
            (COMPOUND, Kind::Document),
            (&outlook, Kind::OutlookMessage),
            (b"To: a@example.gov.uk", Kind::Mail),
        ] {
            assert_eq!(kind(bytes), expected, "{bytes:?}");
        }
    }

    #[test]
    fn what_runs_as_a_program() {
        for name in ["a.exe", "photo.jpg.LNK", "x.vbs. .", "a.Js", "gpj.exe", "letter.url", "a.iso"] {
            assert!(is_program(name), "{name}");
        }
        for name in ["a.jpg", "exe", "a.exe.pdf", "letter.docx", "a.pdf", "", "notes.txt"] {
            assert!(!is_program(name), "{name}");
        }
    }
}
