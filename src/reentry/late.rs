//! The late-entry line: that an entry is late, its three times, and whose hands it went through.

use crate::{
    form::{CompletedForm, Value},
    template::{
        date::{show_date, show_date_time},
        ids,
    },
};
use jiff::civil::DateTime;

/// Who enters a form, and for whom. Names of staff, as they are to stand in the record.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Hands {
    pub entered_by: Option<String>,
    /// The colleague whose work it is, where that is somebody else.
    pub on_behalf_of: Option<String>,
    /// Why the colleague does not enter it.
    pub reason: Option<String>,
}

impl Hands {
    /// " by A Khan for Jane Smith (off sick)"; nothing where nobody is named.
    pub fn said(&self) -> String {
        let named = |name: &Option<String>| {
            name.as_deref().map(str::trim).filter(|n| !n.is_empty()).map(str::to_owned)
        };
        let by = named(&self.entered_by).map_or(String::new(), |name| format!(" by {name}"));
        let Some(colleague) = named(&self.on_behalf_of) else { return by };
        let reason = named(&self.reason).map_or(String::new(), |reason| format!(" ({reason})"));
        format!("{by} for {colleague}{reason}")
    }
}

/// That it is a late entry, and its three times: when it happened, was written, and was entered; with who wrote
/// it, on whose behalf, and who entered it.
pub fn late_entry_line(form: &CompletedForm, hands: &Hands, now: DateTime) -> String {
    let said = |id: &str| match form.value(id) {
        Some(Value::DateTime(at)) => Some(show_date_time(*at)),
        Some(Value::Date(date)) => Some(show_date(*date)),
        _ => None,
    };
    let named = |before: &str, id: &str| match form.text(id).split_whitespace().collect::<Vec<_>>().join(" ")
    {
        name if name.is_empty() => name,
        name => format!(" {before} {name}"),
    };
    let happened = said(ids::EVENT_AT).map_or(String::new(), |at| format!(": happened {at}"));
    let writers = named("by", ids::WORKER_NAME) + &named("on behalf of", ids::ON_BEHALF_OF);
    let recorded = said(ids::WRITTEN_AT).map_or(String::new(), |at| format!("; recorded {at}{writers}"));
    let number =
        form.identity.issue.as_ref().map_or(String::new(), |issue| format!(" (form {})", issue.number));
    let entered = show_date_time(now);
    let by = hands.said();
    format!("Late entry{happened}{recorded} while the system was down{number}; entered {entered}{by}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whose_hands_it_went_through() {
        let hands = |by: &str, colleague: &str, reason: &str| Hands {
            entered_by: Some(by.to_owned()),
            on_behalf_of: Some(colleague.to_owned()),
            reason: Some(reason.to_owned()),
        };
        assert_eq!(Hands::default().said(), "");
        assert_eq!(hands("A Khan", "", "").said(), " by A Khan");
        assert_eq!(hands("A Khan", "Jane Smith", "off sick").said(), " by A Khan for Jane Smith (off sick)");
        assert_eq!(hands("", "Jane Smith", " ").said(), " for Jane Smith");
    }
}
