//! A glance at a form: what a list of thousands needs to know, without reading its answers.

use super::{Identity, Issue, NotAForm, identity};
use crate::{
    template::{TemplateId, folded},
    word::{Package, control::controls, xml},
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

/// The answer to the header's question, from its content control; the rest of the page is not looked at.
fn is_restricted(page: &str) -> Option<bool> {
    const END: &str = "</w:sdt>";
    let tag = memchr::memmem::find(page.as_bytes(), br#"<w:tag w:val="restricted""#)?;
    let start = page[..tag].rfind("<w:sdt>")?;
    let end = tag + page[tag..].find(END)? + END.len();
    let control = xml::parse(&page[start..end]).ok()?;
    let said = controls(control.root()).next().map(|control| folded(control.content().text.expose()));
    // As in a form that is read whole: all that does not plainly say no says yes.
    said.map(|said| !matches!(said.as_str(), "" | "no" | "n" | "none" | "n/a" | "-"))
}
