//! The ids by which stopgap itself finds what it has to know of a form: whose record it is, whether that is restricted,
//! when it happened, and who enters it.

/// Each with the types that its field may be of; none: any.
const KNOWN: &[(&str, &[&str])] = &[
    ("pin", &[]),
    ("child_surname", &[]),
    ("child_forename", &[]),
    ("child_dob", &["date"]),
    ("restricted", &["yes-no"]),
    ("event_at", &["datetime", "date"]),
    ("written_at", &["datetime", "date"]),
    ("worker_name", &[]),
    ("worker_team", &[]),
    ("on_behalf_of", &[]),
    ("also_for", &["table"]),
    ("children", &[]),
    ("pass_on", &["yes-no"]),
    ("receiving_team", &[]),
    ("passed_received_by", &[]),
    ("passed_received_at", &[]),
    ("reenter_by", &["choice"]),
];

/// The types that a field of this id may be of, where stopgap knows the id; none: any.
pub fn types_of(id: &str) -> Option<&'static [&'static str]> {
    KNOWN.iter().find(|(known, _)| *known == id).map(|(_, types)| *types)
}
