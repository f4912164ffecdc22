//! How far a form has been entered: what follows from the deeds that were noted.

use super::{
    deed::{Beginning, Changes, Deed, Entry, Given, SkipReason, Stamped},
    records::{ChildKey, KnownChild},
    step::StepId,
};
use crate::{
    form::{CompletedForm, Issue, Pin, SupportingDocument},
    template::{FieldId, ids},
    tracker::Entered,
    word::Written,
};
use jiff::civil::{Date, DateTime};
use std::collections::{BTreeMap, BTreeSet};

/// The answers that say which child a form is about; the PIN is the first.
const CHILD: [&str; 3] = [ids::PIN, ids::CHILD_SURNAME, ids::CHILD_DOB];
/// One of them may be corrected; a form with others in both is another form.
const TIMES: [&str; 2] = [ids::EVENT_AT, ids::WRITTEN_AT];

/// What became of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    /// The person went on from it.
    Entered,
    Skipped(SkipReason),
}

impl StepState {
    /// Whether nothing is left to do: it was gone on from, or skipped for a reason that excuses it.
    pub fn is_done(self) -> bool {
        match self {
            Self::Entered => true,
            Self::Skipped(reason) => reason.is_excuse(),
        }
    }
}

/// What is known of one step.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct StepRecord {
    /// None while it is not done.
    pub state: Option<StepState>,
    /// When its text was copied last, and which part of it, from 1.
    pub copied: Option<(DateTime, usize)>,
}

/// What is known of a record that somebody confirmed to be saved.
#[derive(Debug, Clone, PartialEq)]
pub struct Confirmation {
    pub at: DateTime,
    pub who: Option<String>,
    /// Where it is noted already.
    pub stamped: BTreeSet<Stamped>,
}

/// How far a form is. It is changed by noting deeds and in no other way, so what a file says is what was.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Progress {
    /// The form's number.
    form: Option<String>,
    given: Option<Given>,
    answers: BTreeMap<String, String>,
    children: Vec<KnownChild>,
    steps: BTreeMap<String, StepRecord>,
    /// Steps that were entered since the record was last saved: they are gone if the page is.
    unsaved: BTreeSet<String>,
    /// What was unsaved before the last save, should that be taken back.
    before_save: BTreeSet<String>,
    /// Needed answers that are blank, and somebody said why.
    excused: BTreeSet<String>,
    confirmed: BTreeMap<ChildKey, Confirmation>,
    /// Steps at which it was left because somebody else has to do something first, each with what.
    waiting: BTreeMap<String, String>,
    /// Who was at it last.
    last: Option<String>,
    /// Who is at it now.
    who: Option<String>,
    is_begun: bool,
    /// Deeds that are not in the file yet.
    fresh: Vec<Entry>,
}

/// A line of a progress file that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("line {0} is no deed of ours")]
pub struct UnreadLine(pub usize);

/// The deeds of a progress file, and how many of its bytes they take: what stands behind them is a line that
/// was being written when the power went.
///
/// # Errors
/// When a whole line is none of ours.
pub fn entries(file: &[u8]) -> Result<(Vec<Entry>, usize), UnreadLine> {
    let whole = file.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let lines = file[..whole].split_inclusive(|byte| *byte == b'\n').enumerate();
    let read = |(at, line): (usize, &[u8])| serde_json::from_slice(line).map_err(|_| UnreadLine(at + 1));
    Ok((lines.map(read).collect::<Result<_, _>>()?, whole))
}

impl Progress {
    /// How far these deeds have come.
    pub fn of(entries: &[Entry]) -> Self {
        let mut progress = Self::default();
        for entry in entries {
            progress.apply(entry);
        }
        progress
    }

    /// From now on this person is at it; None if nobody said who it is.
    pub fn set_person(&mut self, who: Option<String>) {
        self.who = who;
    }

    /// Notes a deed.
    pub fn note(&mut self, deed: Deed, at: DateTime) {
        let entry = Entry { at, who: self.who.clone(), deed };
        self.apply(&entry);
        self.fresh.push(entry);
    }

    /// What was noted and is not in the file yet.
    pub fn fresh(&self) -> &[Entry] {
        &self.fresh
    }

    /// Says that all that was noted is in the file now.
    pub fn mark_kept(&mut self) {
        self.fresh.clear();
    }

    fn apply(&mut self, entry: &Entry) {
        self.last.clone_from(&entry.who);
        // Whatever is done at a step that it waited at, it waits there no longer.
        match &entry.deed {
            Deed::Entered { steps } | Deed::TookBack { steps } | Deed::LostPage { steps } => {
                self.waiting.retain(|step, _| !steps.contains(step));
            }
            Deed::Skipped { step, .. } => {
                self.waiting.remove(step);
            }
            _ => {}
        }
        match &entry.deed {
            Deed::Began(beginning) => self.begin(beginning),
            Deed::FoundChanges(changes) => self.change(changes),
            Deed::Copied { step, part, .. } => self.step(step).copied = Some((entry.at, *part)),
            Deed::Entered { steps } => {
                for step in steps {
                    self.step(step).state = Some(StepState::Entered);
                    self.unsaved.insert(step.clone());
                }
            }
            Deed::Saved { step } => {
                self.step(step).state = Some(StepState::Entered);
                self.before_save = std::mem::take(&mut self.unsaved);
            }
            // What the person read off the screen is known without the page.
            Deed::Gave { step } => self.step(step).state = Some(StepState::Entered),
            // What was entered before it was skipped may stand on the page all the same: it stays unsaved.
            Deed::Skipped { step, reason } => self.step(step).state = Some(StepState::Skipped(*reason)),
            Deed::LeftWaiting { step, what } => {
                self.step(step).state = Some(StepState::Skipped(SkipReason::Later));
                self.waiting.insert(step.clone(), what.clone());
            }
            Deed::TookBack { steps } => {
                for step in steps {
                    self.step(step).state = None;
                    self.unsaved.remove(step);
                }
                self.unsaved.append(&mut self.before_save);
            }
            Deed::LostPage { steps } => {
                for step in steps {
                    self.steps.remove(step);
                    self.unsaved.remove(step);
                }
            }
            Deed::Excused { fields, .. } => self.excused.extend(fields.iter().cloned()),
            Deed::Confirmed { child } => {
                let (at, who) = (entry.at, entry.who.clone());
                let confirmation = Confirmation { at, who, stamped: BTreeSet::new() };
                self.confirmed.insert(child.clone(), confirmation);
                self.unsaved.clear();
            }
            Deed::FoundEntered { child, when, by } => {
                let stamped = [Stamped::Tracker, Stamped::Form].into();
                let confirmation = Confirmation { at: *when, who: by.clone(), stamped };
                self.confirmed.insert(child.clone(), confirmation);
            }
            Deed::Stamped { child, what } => {
                if let Some(confirmation) = self.confirmed.get_mut(child) {
                    confirmation.stamped.insert(*what);
                }
            }
            Deed::TookUp
            | Deed::ProvedLive { .. }
            | Deed::ProvedChild { .. }
            | Deed::MistookChild { .. }
            | Deed::TookCare { .. }
            | Deed::Pasted { .. }
            | Deed::Compared { .. }
            | Deed::Stopped => {}
        }
        // From then on the save cannot be taken back any more.
        if matches!(
            entry.deed,
            Deed::Entered { .. } | Deed::Gave { .. } | Deed::Skipped { .. } | Deed::LostPage { .. }
        ) {
            self.before_save.clear();
        }
    }

    fn begin(&mut self, beginning: &Beginning) {
        self.is_begun = true;
        self.form.clone_from(&beginning.form);
        self.given.clone_from(&beginning.given);
        self.answers.clone_from(&beginning.answers);
        self.children.clone_from(&beginning.children);
    }

    fn change(&mut self, changes: &Changes) {
        for (was, now) in &changes.renamed {
            let renamed = |id: String| match id.strip_prefix(was.as_str()) {
                Some(rest) if field_of(&id) == was => format!("{now}{rest}"),
                _ => id,
            };
            let steps = std::mem::take(&mut self.steps);
            self.steps = steps.into_iter().map(|(id, record)| (renamed(id), record)).collect();
            self.unsaved = std::mem::take(&mut self.unsaved).into_iter().map(renamed).collect();
        }
        let is_kept = |id: &str| !changes.fields.contains(field_of(id));
        self.steps.retain(|id, _| is_kept(id));
        self.unsaved.retain(|id| is_kept(id));
        self.excused.retain(|id| is_kept(id));
        self.waiting.retain(|id, _| is_kept(id));
        self.answers.clone_from(&changes.answers);
        self.children.clone_from(&changes.children);
        self.confirmed.retain(|child, _| !changes.reopened.contains(child));
    }

    fn step(&mut self, id: &str) -> &mut StepRecord {
        self.steps.entry(id.to_owned()).or_default()
    }

    /// What there is to note when a form is opened for the first time; with `is_given` its number is in no other
    /// place than here.
    pub fn beginning(form: &CompletedForm, is_given: bool) -> Beginning {
        let issue = form.identity.issue.as_ref();
        let given =
            issue.filter(|_| is_given).map(|issue| Given::new(form.identity.template.as_str(), issue));
        Beginning {
            form: issue.map(|issue| issue.number.to_string()),
            given,
            answers: hashes(form),
            children: Vec::new(),
        }
    }

    /// What has changed in the form since it was last read.
    pub fn changes(&self, form: &CompletedForm) -> Changes {
        let mut renamed = BTreeMap::new();
        for field in form.definition.fields() {
            let before = field.was.iter().find(|was| self.answers.contains_key(was.as_str()));
            if let Some(was) = before.filter(|_| !self.answers.contains_key(field.id.as_str())) {
                renamed.insert(was.to_string(), field.id.to_string());
            }
        }
        let was_called = |id: &str| {
            renamed.iter().find(|(_, now)| *now == id).map_or(id.to_owned(), |(was, _)| was.clone())
        };
        // A field that is new and blank has not changed.
        let is_changed = |issue: &Issue, field: &str, text: &Written| {
            let was = was_called(field);
            match self.answers.get(&was) {
                Some(before) => !is_hash_of(before, issue, &was, text.expose()),
                None => form.value(field).is_some() || is_document(field),
            }
        };
        let changed = texts(form).into_iter().filter(|(issue, field, text)| is_changed(issue, field, text));
        let mut fields: BTreeSet<String> = changed.map(|(_, field, _)| field).collect();
        // The steps of a listed document are those of the table that lists it.
        if let Some(issue) = &form.identity.issue {
            let is_changed = |document: &SupportingDocument| {
                document.is_listed && fields.contains(document_key(issue, document).as_str())
            };
            if form.documents.iter().any(is_changed) {
                fields.extend(form.attachments().map(ToString::to_string));
            }
        }
        // What is pasted with another answer in it has changed with that.
        for field in form.definition.fields() {
            let names = field.paste.as_ref().and_then(|paste| paste.names().ok()).unwrap_or_default();
            if names.iter().any(|name| fields.contains(name)) {
                fields.insert(field.id.to_string());
            }
        }
        let answers = hashes(form);
        Changes { fields, renamed, answers, children: self.children.clone(), reopened: BTreeSet::new() }
    }

    /// The number and secret that its form was given; None when the form has its own.
    pub fn given_issue(&self) -> Option<Issue> {
        let number = self.form.as_ref()?.parse().ok()?;
        Some(Issue { number, secret: self.given.as_ref()?.secret })
    }

    /// Whether it belongs to this form. A number that was given here is in no form, so there the
    /// template has to be the same, too.
    pub fn is_of(&self, form: &CompletedForm) -> bool {
        let number = form.identity.issue.as_ref().map(|issue| issue.number.to_string());
        let fits = |given: &Given| given.template == form.identity.template.as_str();
        self.form == number && self.given.as_ref().is_none_or(fits) && !self.is_of_another_child(form)
    }

    /// Whether what says which child and which event it is has changed since: what was entered would
    /// then be in another record. What was blank may be filled in, and NEW may become a PIN. In a form
    /// with a number a surname or a birth date may be corrected; without one, that is all there is to
    /// know it by.
    fn is_of_another_child(&self, form: &CompletedForm) -> bool {
        let Some(issue) = &form.identity.issue else { return false };
        let now: BTreeMap<String, Written> =
            texts(form).into_iter().map(|(_, id, text)| (id, text)).collect();
        // Files of earlier versions have the hash of NEW as it was typed.
        let open = ["", "NEW", "New", "new"];
        let is_open = |id: &str, before: &str| open.iter().any(|text| is_hash_of(before, issue, id, text));
        let before = |id: &str| self.answers.get(id).filter(|before| !is_open(id, before));
        let is_as_before = |id: &str, before: &str| {
            now.get(id).is_some_and(|now| is_hash_of(before, issue, id, now.expose()))
        };
        let differs = |id: &&str| before(id).is_some_and(|before| !is_as_before(id, before));
        let changed = CHILD.iter().filter(|id| differs(id)).count();
        if self.given.is_none() {
            return !self.steps.is_empty() && (differs(&CHILD[0]) || changed > 1);
        }
        let was_known = CHILD.iter().any(|id| before(id).is_some());
        let is_known = CHILD.iter().any(|id| now.get(*id).is_some_and(|now| !open.contains(&now.expose())));
        changed > 0 || (is_known && !was_known) || TIMES.iter().all(differs)
    }

    /// The hashes of the form's answers when it was last read, by field.
    pub fn answers(&self) -> &BTreeMap<String, String> {
        &self.answers
    }

    /// Whether the form was opened before.
    pub fn is_begun(&self) -> bool {
        self.is_begun
    }

    /// Who was at it last, if stopgap was told.
    pub fn last(&self) -> Option<&str> {
        self.last.as_deref()
    }

    /// How the children of the form were known when it was last read.
    pub fn children(&self) -> &[KnownChild] {
        &self.children
    }

    /// Fields of which a step was done.
    pub fn fields_done(&self) -> BTreeSet<String> {
        let done = self.steps.iter().filter(|(_, record)| record.state.is_some());
        done.map(|(id, _)| field_of(id).to_owned()).collect()
    }

    /// What became of a step; None when it has not been done.
    pub fn state(&self, step: &StepId) -> Option<StepState> {
        self.steps.get(step.as_str())?.state
    }

    /// When the text of a step was copied last, and which part of it, from 1.
    pub fn copied(&self, step: &StepId) -> Option<(DateTime, usize)> {
        self.steps.get(step.as_str())?.copied
    }

    /// Steps that are gone if the page is.
    pub fn unsaved(&self) -> &BTreeSet<String> {
        &self.unsaved
    }

    /// What it was left waiting for, in the words of the definition.
    pub fn waits_for(&self) -> Option<&str> {
        self.waiting.values().next().map(String::as_str)
    }

    /// Whether somebody said why this needed answer is blank.
    pub fn is_excused(&self, field: &str) -> bool {
        self.excused.contains(field)
    }

    /// Of a record that somebody confirmed to be saved: when, who, and where that is noted.
    pub fn confirmation(&self, child: &ChildKey) -> Option<&Confirmation> {
        self.confirmed.get(child)
    }

    /// In whose record a step is: the key of a brother or sister stands at its end.
    fn child_of(&self, step: &str) -> ChildKey {
        let keys = self.children.iter().map(KnownChild::key);
        let is_at_end =
            |key: &ChildKey| step.strip_suffix(&key.to_string()).is_some_and(|id| id.ends_with('@'));
        keys.filter(|key| !key.is_own()).find(is_at_end).unwrap_or_default()
    }

    /// The proof that the form was entered into a child's record.
    pub(super) fn entered(&self, child: &ChildKey) -> Option<Entered> {
        Some(Entered::by_session(self.confirmed.get(child)?.at.date()))
    }
}

/// What a list of forms says of one. Of one that is entered it is read without the many lines that tell of single
/// steps.
#[derive(Debug, Clone)]
pub struct ProgressGlance {
    /// When the last of its records was confirmed to be saved; None while one is not.
    pub confirmed: Option<DateTime>,
    /// Where some of its records are saved, and others are not.
    pub partly: Option<PartlySaved>,
    /// The number and secret that it was given, if it has none of its own.
    pub given: Option<Issue>,
    /// What it was left waiting for.
    pub waits_for: Option<String>,
    /// How far it is, if steps were done and it is not entered.
    pub under_way: Option<UnderWay>,
}

/// A form for several children of whom some are done.
#[derive(Debug, Clone)]
pub struct PartlySaved {
    /// Whose records are saved.
    pub saved: BTreeSet<ChildKey>,
    /// How its children are known.
    pub children: Vec<KnownChild>,
}

/// What was done of a form that is not entered yet, apart from its records that are saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnderWay {
    /// So many steps were done, or skipped.
    pub steps: usize,
    /// When the last of it was done.
    pub on: Date,
    pub by: Option<String>,
}

impl UnderWay {
    /// Looks into the whole lines of a progress file; one that cannot be read costs what it says, and no more.
    fn of(lines: &[u8]) -> Option<Self> {
        let mut progress = Progress::default();
        let mut last: BTreeMap<ChildKey, (DateTime, Option<String>)> = BTreeMap::new();
        for line in lines.split_inclusive(|byte| *byte == b'\n') {
            let Ok(entry) = serde_json::from_slice::<Entry>(line) else { continue };
            progress.apply(&entry);
            let step = match &entry.deed {
                Deed::Entered { steps } => steps.first(),
                Deed::Saved { step } | Deed::Gave { step } | Deed::Skipped { step, .. } => Some(step),
                _ => None,
            };
            if let Some(step) = step {
                last.insert(progress.child_of(step), (entry.at, entry.who));
            }
        }
        let is_open = |child: &ChildKey| !progress.confirmed.contains_key(child);
        let is_done = |record: &StepRecord| record.state.is_some_and(StepState::is_done);
        let done = progress.steps.iter().filter(|(_, record)| is_done(record));
        let steps = done.filter(|(step, _)| is_open(&progress.child_of(step))).count();
        let last = last.into_iter().filter(|(child, _)| is_open(child)).max_by_key(|(_, (at, _))| *at);
        let (_, (at, by)) = last.filter(|_| steps > 0)?;
        Some(Self { steps, on: at.date(), by })
    }
}

impl ProgressGlance {
    /// Whether some of it is in the system: a step was done, or a record saved. That it was opened is not enough.
    pub fn is_begun(&self) -> bool {
        self.confirmed.is_some()
            || self.partly.is_some()
            || self.under_way.is_some()
            || self.waits_for.is_some()
    }

    /// Looks into a progress file.
    ///
    /// # Errors
    /// When a line that it needs is none of ours.
    pub fn of(file: &[u8]) -> Result<Self, UnreadLine> {
        let mut progress = Progress::default();
        let whole = file.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        for (at, line) in file[..whole].split_inclusive(|byte| *byte == b'\n').enumerate() {
            let did =
                |what: &str| memchr::memmem::find(line, format!("\"did\":\"{what}\"").as_bytes()).is_some();
            let is_needed = ["began", "found-changes", "found-entered", "left-waiting", "confirmed"];
            if is_needed.into_iter().any(did) || !progress.waiting.is_empty() {
                progress.apply(&serde_json::from_slice(line).map_err(|_| UnreadLine(at + 1))?);
            }
        }
        let keys = [ChildKey::own()].into_iter().chain(progress.children.iter().map(KnownChild::key));
        let confirmed: Option<Vec<DateTime>> =
            keys.map(|key| progress.confirmation(&key).map(|confirmation| confirmation.at)).collect();
        let confirmed = confirmed.and_then(|all| all.into_iter().max());
        let saved: BTreeSet<ChildKey> = progress.confirmed.keys().cloned().collect();
        let partly = (confirmed.is_none() && !saved.is_empty())
            .then(|| PartlySaved { saved, children: progress.children.clone() });
        Ok(Self {
            partly,
            confirmed,
            given: progress.given_issue(),
            waits_for: progress.waits_for().map(str::to_owned),
            under_way: if confirmed.is_none() { UnderWay::of(&file[..whole]) } else { None },
        })
    }
}

/// The field of a step: ids begin with it, as in `reason`, `children:1:surname`, `event_at:again:Date`, `note@2`.
fn field_of(id: &str) -> &str {
    id.split([':', '#', '@']).next().unwrap_or(id)
}

/// A hash without the secret would let anyone try likely answers against it; a form without a secret
/// gets none.
pub fn hashes(form: &CompletedForm) -> BTreeMap<String, String> {
    let hash = |(issue, id, text): (&Issue, String, Written)| {
        let hash = hash_of_answer(issue, &id, text.expose());
        (id, hash)
    };
    texts(form).into_iter().map(hash).collect()
}

/// The fields whose answers are other ones than those of these hashes.
pub fn changed_since(form: &CompletedForm, then: &BTreeMap<String, String>) -> BTreeSet<String> {
    let is_same = |issue: &Issue, id: &str, text: &Written| {
        then.get(id).is_some_and(|then| is_hash_of(then, issue, id, text.expose()))
    };
    let changed = texts(form).into_iter().filter(|(issue, id, text)| !is_same(issue, id, text));
    changed.map(|(_, id, _)| id).collect()
}

/// What is hashed of a form, by field and by supporting document; of a form without a secret nothing.
fn texts(form: &CompletedForm) -> Vec<(&Issue, String, Written)> {
    let Some(issue) = &form.identity.issue else { return Vec::new() };
    let answers = form.answers.iter().map(|answer| {
        // However somebody says that there is no PIN yet, it is the same answer.
        let is_new =
            answer.field.as_str() == CHILD[0] && matches!(Pin::read(answer.text.expose()), Some(Pin::New));
        let text = if is_new { Pin::New.written() } else { answer.text.clone() };
        (issue, answer.field.to_string(), text)
    });
    let documents = form.documents.iter().map(|document| {
        let content = document.hash.as_deref().unwrap_or_default();
        (issue, document_key(issue, document).to_string(), content.into())
    });
    answers.chain(documents).collect()
}

/// The hash of an answer to a field. Without the field in it, blank answers would be told from others, and so would
/// equal ones, such as every "No".
fn hash_of_answer(issue: &Issue, field: &str, text: &str) -> String {
    hash(issue, &format!("{field}\0{text}"))
}

/// Whether it is the hash of this answer. In files of earlier versions it is that of the text alone.
fn is_hash_of(before: &str, issue: &Issue, field: &str, text: &str) -> bool {
    before == hash_of_answer(issue, field, text) || before == hash(issue, text)
}

/// What stands for a supporting document in the progress, which does not say its name.
pub fn document_key(issue: &Issue, document: &SupportingDocument) -> FieldId {
    FieldId::new(format!("{DOCUMENT}{}", hash(issue, document.name.expose())))
}

/// Whether an id in the progress stands for a document that was laid into the form's folder.
pub fn is_document(id: &str) -> bool {
    id.starts_with(DOCUMENT)
}

/// With what the key of a supporting document begins; no field's id has this mark.
const DOCUMENT: &str = "document=";

/// A short hash of a text, keyed by the secret in the form.
pub(super) fn hash(issue: &Issue, text: &str) -> String {
    let mut key = [0; 32];
    key[..16].copy_from_slice(&issue.secret);
    blake3::keyed_hash(&key, text.as_bytes()).to_hex()[..16].to_owned()
}
