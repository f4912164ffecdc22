//! Reads a completed form back: its answers, what else stands on its page, and what is odd.

use super::{
    checks,
    completed::CompletedForm,
    doubts::{doubt_texts, look_for_gaps, lossy_program},
    findings::FindingKind,
    identity,
    older::bring_up_to,
    outside::{self, Page},
    reader::{MOST_ROWS, Reader},
};
use crate::{
    template::Pack,
    word::{
        Package, Unreadable,
        package::{all_was_read, tree},
    },
};

use jiff::civil::Date;
use std::{mem, sync::Arc};

/// Why a file is not a form that can be read.
#[derive(Debug, thiserror::Error)]
pub enum NotAForm {
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    #[error(
        "this Word document is not a form made by stopgap: if somebody copied the answers into another document, open it and enter them by hand"
    )]
    NotOurs,
    #[error(
        "the form says it is `{template}` revision {revision}, which is not among the definitions here, and the definition that it carries cannot be read: use --templates with the folder that has it"
    )]
    UnknownTemplate { template: String, revision: u32 },
}

/// Reads a completed form by the definition that it carries, or where that is gone by the one in the pack,
/// and brings it up to the pack's. `today` settles what a check finds to lie in the future, and which century
/// a year of two digits is of.
///
/// Every word that somebody added to the blank form is in an answer or, where it stands in no box, offered
/// at the end with a finding.
///
/// # Errors
/// When it is no form of ours, or the file cannot be read at all. Never because of an answer.
pub fn read(bytes: &[u8], pack: &Pack, today: Date) -> Result<CompletedForm, NotAForm> {
    let mut package = Package::open(bytes)?;
    let identity = identity::read(&mut package)?.ok_or(NotAForm::NotOurs)?;
    let known = pack.template(identity.template.as_str()).ok();
    let Some(definition) = identity.definition.clone().or_else(|| known.cloned().map(Arc::new)) else {
        let template = identity.template.to_string();
        return Err(NotAForm::UnknownTemplate { template, revision: identity.revision });
    };
    let main = package.main_part().to_owned();
    let text = package.main_text()?;
    let tree = tree(&main, &text)?;
    let mut reader = Reader::new(tree.root(), &definition, today);
    if known.is_none() {
        let message = format!(
            "its template `{}` is not among the definitions here; it was read by the definition that it carries",
            identity.template
        );
        reader.findings.push(None, FindingKind::Definition, message);
    }
    if let (None, Some(known)) = (&identity.definition, known)
        && identity.revision != known.revision
    {
        let message = format!(
            "the definition of revision {} that it was made from cannot be read any more; it was read by revision {}: compare it with the page",
            identity.revision, known.revision
        );
        reader.findings.push(None, FindingKind::Definition, message);
    }
    let answers = definition.fields().map(|field| Arc::new(reader.answer(field))).collect();
    let mut page = Page::new(&definition, &identity);
    page.main(tree.root(), &reader.taken);
    all_was_read(&main, &tree)?;
    if reader.rows > MOST_ROWS {
        let what = format!("its tables have more than {MOST_ROWS} rows");
        return Err(Unreadable::Unsafe(what).into());
    }
    page.other_parts(&mut package)?;
    let strays = reader.unseen.into_iter().chain(page.strays).collect();
    let (pictures, struck) = (page.pictures, page.struck);
    let findings = reader.findings;
    let mut form = CompletedForm {
        identity,
        definition,
        answers,
        findings,
        entered: page.entered.into(),
        documents: Vec::new(),
    };
    if let Some(program) = lossy_program(&mut package)? {
        let has_comments = package.related("comments")?.is_some();
        doubt_texts(&mut form, program, has_comments);
        // It drops every tag: that fields were found by their bookmarks is one finding, not one for each.
        let message = format!(
            "the form was saved with {program}, which drops the marks that Word keeps; its answers were found by their places"
        );
        form.findings.tell_instead_of(FindingKind::Moved, FindingKind::Program, message);
    }
    match known {
        Some(newer) if form.identity.revision <= newer.revision => form = bring_up_to(form, newer),
        Some(older) => {
            let message = format!(
                "it is of revision {}, and the definitions here are of revision {}: get the newer ones",
                form.identity.revision, older.revision
            );
            form.findings.push(None, FindingKind::Definition, message);
        }
        None => {}
    }
    outside::offer(&mut form, strays, pictures, struck);
    let mut findings = mem::take(&mut form.findings);
    look_for_gaps(&form, &mut findings);
    checks::check(&form, today, &mut findings);
    form.findings = findings;
    Ok(form)
}
