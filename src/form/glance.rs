//! A glance at a form: what a list of thousands needs to know, without reading its answers.

use super::{Identity, Issue, NotAForm, anchor::is_left_blank, identity};
use crate::{
    template::{TemplateId, says_no},
    word::{Package, control::content_without, xml},
};

/// What a form says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glance {
    pub template: TemplateId,
    pub revision: u32,
    pub issue: Option<Issue>,
    /// Whether its record is restricted; None where a glance does not tell, as in a form that was saved with
    /// LibreOffice: then the form has to be read.
    pub is_restricted: Option<bool>,
}

/// Looks at a form.
///
/// # Errors
/// When it is no form of ours, or the file cannot be read at all.
pub fn glance(bytes: &[u8]) -> Result<Glance, NotAForm> {
    let mut package = Package::open(bytes)?;
    let identity = identity::at_a_glance(&mut package)?.ok_or(NotAForm::NotOurs)?;
    let Identity { template, revision, issue, .. } = identity;
    Ok(Glance { template, revision, issue, is_restricted: is_restricted(&package.main_text()?) })
}

/// The answer to the header's question, from its content control; the rest of the page is not looked at. Where nothing
/// stands in the control, somebody may have written beside it; where it is there twice, only the whole form tells.
fn is_restricted(page: &str) -> Option<bool> {
    const TAG: &[u8] = br#"<w:tag w:val="restricted""#;
    const END: &str = "</w:sdt>";
    let mut tags = memchr::memmem::find_iter(page.as_bytes(), TAG);
    let tag = tags.next().filter(|_| tags.next().is_none())?;
    let start = page[..tag].rfind("<w:sdt>")?;
    let end = tag + page[tag..].find(END)? + END.len();
    let control = xml::parse(&page[start..end]).ok()?;
    let said = content_without([control.root()], &is_left_blank).text;
    // As in a form that is read whole: all that does not plainly say no says yes.
    (!said.is_blank()).then(|| !says_no(said.expose()))
}
