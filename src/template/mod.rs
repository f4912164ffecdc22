//! Stage 1: what a form asks, and where each answer goes.
//!
//! Administrators write it in YAML. A file is read into a tree with places, the tree is lowered to a
//! [`TemplateDef`] (`lower`), and every `fault` on the way is told at once.

mod bounds;
mod boxes;
mod changes;
mod condition;
pub mod date;
mod definition;
mod explain;
mod expression;
mod fault;
pub mod ids;
mod language;
mod lookup;
mod lower;
mod lower_rules;
mod pack;
mod references;
mod schema;
mod systems;
mod unread;
mod words;

pub use changes::{Change, all_changes, changes};
pub use condition::{Condition, Test};
pub use definition::{
    Action, ActionKind, Again, Charset, Check, Choice, Confidential, Field, FieldId, FieldKind, Fit, Grid,
    Item, LineBreaks, Name, OptionsByName, Required, Rule, SYSTEM_FIELD, Section, TemplateDef, TemplateId,
    folded, meant, says_no,
};
pub use explain::{EXPLANATIONS, Explanation, UnknownCode, Within, explain};
pub use expression::{CODE_SUFFIX, Expression, ExpressionError, TRUE};
pub use lookup::UnknownTemplate;
pub use lower::{LATE_ENTRY_LINE, yes_no};
pub use pack::Pack;
pub use schema::schema;
pub use unread::{FileText, Unread};
