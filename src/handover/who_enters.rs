//! Who enters passed work, and what the form itself says of its being passed.

use crate::{
    form::{self, Answers, CompletedForm},
    template::{
        TemplateDef,
        date::show_date_time,
        folded,
        ids::{PASS_ON, PASSED_RECEIVED_AT, PASSED_RECEIVED_BY, RECEIVING_TEAM, REENTER_BY, RESTRICTED},
    },
    word::Unreadable,
};
use jiff::civil::DateTime;

/// What a form says of its way, and what changes on it.
pub(super) const OF_THE_WAY: [&str; 5] =
    [PASS_ON, RECEIVING_TEAM, PASSED_RECEIVED_BY, PASSED_RECEIVED_AT, REENTER_BY];

/// Who enters passed work into the case system: one of them, and only one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhoEnters {
    /// Whoever wrote the form, or their team.
    Sender,
    /// The team that it was passed to.
    Receiver,
}

/// Who enters it, as a form says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReenterBy {
    /// "Me": whoever wrote the form.
    Writer,
    /// "My team": that of whoever wrote it.
    WritersTeam,
    ReceivingTeam,
}

impl ReenterBy {
    /// What a form says; None where it does not say, or in other words than its options have. A council may have
    /// given these codes of its own.
    pub fn said_in(form: &CompletedForm) -> Option<Self> {
        let field = form.definition.field(REENTER_BY)?;
        let names = form.value(REENTER_BY)?.names(field);
        names.iter().find_map(|name| match folded(name).as_str() {
            "me" => Some(Self::Writer),
            "my team" => Some(Self::WritersTeam),
            "receiving team" => Some(Self::ReceivingTeam),
            _ => None,
        })
    }
}

impl WhoEnters {
    /// What a form says of it, if it does.
    pub fn said_in(form: &CompletedForm) -> Option<Self> {
        Some(match ReenterBy::said_in(form)? {
            ReenterBy::Writer | ReenterBy::WritersTeam => Self::Sender,
            ReenterBy::ReceivingTeam => Self::Receiver,
        })
    }

    /// The option for it.
    fn option(self) -> &'static str {
        match self {
            Self::Sender => "Me",
            Self::Receiver => "Receiving team",
        }
    }
}

/// The form, saying that it is passed to this team and who enters it. What was answered stays as it was, but for a
/// "no" to whether it is passed.
///
/// # Errors
/// When it cannot be read.
pub fn as_passed(
    bytes: &[u8],
    form: &CompletedForm,
    team: &str,
    who: WhoEnters,
) -> Result<Vec<u8>, Unreadable> {
    let mut lines = Vec::new();
    if !form.holds_yes(PASS_ON) {
        lines.push(format!("{PASS_ON}=yes"));
    }
    if form.value(RECEIVING_TEAM).is_none() {
        lines.push(format!("{RECEIVING_TEAM}={team}"));
    }
    if WhoEnters::said_in(form).is_none() {
        lines.push(format!("{REENTER_BY}={}", who.option()));
    }
    filled(bytes, form, &lines)
}

/// The form, saying who received it, when, and who enters it, as far as it does not say so yet.
///
/// # Errors
/// When it cannot be read.
pub fn as_received(
    bytes: &[u8],
    form: &CompletedForm,
    by: &str,
    at: DateTime,
    who: WhoEnters,
) -> Result<Vec<u8>, Unreadable> {
    let mut lines = Vec::new();
    if form.value(PASSED_RECEIVED_BY).is_none() && form.value(PASSED_RECEIVED_AT).is_none() {
        lines.push(format!("{PASSED_RECEIVED_BY}={by}"));
        lines.push(format!("{PASSED_RECEIVED_AT}={}", show_date_time(at)));
    }
    if WhoEnters::said_in(form).is_none() {
        lines.push(format!("{REENTER_BY}={}", who.option()));
    }
    filled(bytes, form, &lines)
}

impl CompletedForm {
    /// The team that the form says it is passed to, as it stands there; nothing if it says none.
    pub fn receiving_team(&self) -> &str {
        self.text(RECEIVING_TEAM).trim()
    }

    /// Whether it says that somebody received it.
    pub fn says_received(&self) -> bool {
        [PASSED_RECEIVED_BY, PASSED_RECEIVED_AT].iter().any(|id| self.value(id).is_some())
    }

    /// Whether it says that somebody received it who has another name.
    pub fn says_received_by_other_than(&self, name: &str) -> bool {
        self.says_received() && folded(self.text(PASSED_RECEIVED_BY)) != folded(name)
    }

    /// Whether it asks whether the record is restricted, and nobody answered.
    pub fn leaves_restricted_open(&self) -> bool {
        self.definition.field(RESTRICTED).is_some() && self.value(RESTRICTED).is_none()
    }
}

/// A form with what these lines say, `ID=VALUE`, as far as it has such a question with such an answer: a council may
/// have changed the end of its forms.
fn filled(bytes: &[u8], form: &CompletedForm, lines: &[String]) -> Result<Vec<u8>, Unreadable> {
    let definition: &TemplateDef = form.identity.definition.as_ref().unwrap_or(&form.definition);
    let mut answers = Answers::default();
    let is_any = lines.iter().filter(|line| answers.set(definition, line).is_ok()).count() > 0;
    if is_any { form::fill(bytes, definition, &answers) } else { Ok(bytes.to_vec()) }
}
