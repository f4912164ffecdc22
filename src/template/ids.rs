//! The ids by which stopgap itself finds what it has to know of a form: whose record it is, whether that is restricted,
//! when it happened, and who enters it. All other ids are an administrator's.

/// The child's PIN in EHM or LCS, or NEW.
pub const PIN: &str = "pin";
pub const CHILD_SURNAME: &str = "child_surname";
pub const CHILD_FORENAME: &str = "child_forename";
pub const CHILD_DOB: &str = "child_dob";
/// Whether the record is restricted.
pub const RESTRICTED: &str = "restricted";
/// When it happened.
pub const EVENT_AT: &str = "event_at";
/// When it was written down.
pub const WRITTEN_AT: &str = "written_at";
pub const WORKER_NAME: &str = "worker_name";
pub const WORKER_TEAM: &str = "worker_team";
/// Whom the worker wrote it for.
pub const ON_BEHALF_OF: &str = "on_behalf_of";
/// A table of brothers and sisters whose records need the same.
pub const ALSO_FOR: &str = "also_for";
/// A table in which each row is a child whom the form is about.
pub const CHILDREN: &str = "children";
/// Whether the work is passed to another team.
pub const PASS_ON: &str = "pass_on";
pub const RECEIVING_TEAM: &str = "receiving_team";
pub const PASSED_RECEIVED_BY: &str = "passed_received_by";
pub const PASSED_RECEIVED_AT: &str = "passed_received_at";
/// Who enters it afterwards.
pub const REENTER_BY: &str = "reenter_by";

/// Each with the types that its field may be of; none: any.
const KNOWN: &[(&str, &[&str])] = &[
    (PIN, &[]),
    (CHILD_SURNAME, &[]),
    (CHILD_FORENAME, &[]),
    (CHILD_DOB, &["date"]),
    (RESTRICTED, &["yes-no"]),
    (EVENT_AT, &["datetime", "date"]),
    (WRITTEN_AT, &["datetime", "date"]),
    (WORKER_NAME, &[]),
    (WORKER_TEAM, &[]),
    (ON_BEHALF_OF, &[]),
    (ALSO_FOR, &["table"]),
    (CHILDREN, &[]),
    (PASS_ON, &["yes-no"]),
    (RECEIVING_TEAM, &[]),
    (PASSED_RECEIVED_BY, &[]),
    (PASSED_RECEIVED_AT, &[]),
    (REENTER_BY, &["choice"]),
];

/// The types that a field of this id may be of, where stopgap looks for the id; none: any.
pub(super) fn types_of(id: &str) -> Option<&'static [&'static str]> {
    KNOWN.iter().find(|(known, _)| *known == id).map(|(_, types)| *types)
}
