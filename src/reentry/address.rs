//! The live check: the address of the browser's page, compared with those that are known.

/// The addresses of a case system; empty where nobody has noted them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Addresses {
    /// Where the live system is: `https://lcs.example.gov.uk/live`. What stands below it is live, too.
    pub live: Vec<String>,
    /// Where Read Only is, and the systems for tests and training.
    pub read_only: Vec<String>,
}

/// What an address says of the page that bears it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    Live,
    /// What is entered there is lost.
    ReadOnly,
    /// An address that is not known.
    Unknown,
    /// It is no address.
    NoAddress,
}

impl Addresses {
    /// Whether there is anything to compare an address with.
    pub fn are_known(&self) -> bool {
        !self.live.is_empty()
    }

    /// What an address says, copied from the bar of the browser. Where both a live and a Read Only address lead
    /// to it, the longer one counts.
    pub fn judge(&self, address: &str) -> Page {
        let address = address.trim();
        let Some(shown) = Address::read(address) else { return Page::NoAddress };
        let longest = |known: &[String]| {
            let below = known.iter().filter_map(|known| Address::read(known)).filter(|k| shown.is_below(k));
            below.map(|known| 1 + known.path.len()).max().unwrap_or(0)
        };
        match (longest(&self.live), longest(&self.read_only)) {
            (0, 0) if looks_read_only(address) => Page::ReadOnly,
            (0, 0) => Page::Unknown,
            (live, read_only) if live > read_only => Page::Live,
            _ => Page::ReadOnly,
        }
    }
}

/// An address in the parts that are compared.
struct Address {
    host: String,
    path: Vec<String>,
}

impl Address {
    /// Reads `https://host/path?query`, also without its scheme; None for what has no host with a dot or a port.
    fn read(text: &str) -> Option<Self> {
        if text.contains(char::is_whitespace) {
            return None;
        }
        let text = text.to_lowercase();
        let (scheme, rest) = text.split_once("://").map_or((None, text.as_str()), |(s, r)| (Some(s), r));
        let page = rest.split(['?', '#']).next().unwrap_or(rest);
        let (host, path) = page.split_once('/').unwrap_or((page, ""));
        let host = host.rsplit('@').next().unwrap_or(host);
        let standard = match scheme {
            Some("http") => ":80",
            _ => ":443",
        };
        let host = host.strip_suffix(standard).unwrap_or(host).trim_start_matches("www.");
        let is_host = scheme.is_some_and(|s| s.starts_with("http")) || host.contains('.');
        let path = path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
        (is_host && !host.is_empty()).then(|| Self { host: host.to_owned(), path })
    }

    fn is_below(&self, known: &Self) -> bool {
        self.host == known.host && self.path.starts_with(&known.path)
    }
}

/// Read Only looks exactly like the live system; its address does not.
fn looks_read_only(address: &str) -> bool {
    let address = address.to_lowercase();
    let marks = [
        "readonly",
        "read-only",
        "read_only",
        "contingency",
        "continuity",
        "uat",
        "training",
        "//test",
        "-test",
        "_test",
    ];
    marks.iter().any(|mark| address.contains(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(address: &str, expected: Page) {
        let known = Addresses {
            live: vec!["https://lcs.example.gov.uk/".into(), "ehm.example.gov.uk/live".into()],
            read_only: vec!["https://lcs.example.gov.uk/contingency".into(), "http://uat:8080/lcs".into()],
        };
        assert_eq!(known.judge(address), expected, "{address}");
    }

    #[test]
    fn what_stands_below_a_known_address_is_known() {
        check("https://lcs.example.gov.uk/person/1?tab=2#top", Page::Live);
        check(" HTTPS://LCS.Example.gov.uk:443 ", Page::Live);
        check("https://ehm.example.gov.uk/live/home", Page::Live);
        check("https://lcs.example.gov.uk/contingency/person/1", Page::ReadOnly);
        check("http://uat:8080/lcs/x", Page::ReadOnly);
    }

    #[test]
    fn what_is_only_like_it_is_not() {
        check("https://ehm.example.gov.uk/lively", Page::Unknown);
        check("https://lcs.example.gov.uk.elsewhere.example/person", Page::Unknown);
        check("https://elsewhere.example/?to=lcs.example.gov.uk", Page::Unknown);
        check("https://lcs@elsewhere.example/", Page::Unknown);
        check("https://lcs-readonly.example.gov.uk/", Page::ReadOnly);
    }

    #[test]
    fn what_is_no_address() {
        for text in ["", "y", "Mum rang", "8123477", "file"] {
            check(text, Page::NoAddress);
        }
    }

    #[test]
    fn where_none_is_known_only_the_look_counts() {
        let none = Addresses::default();
        assert_eq!(none.judge("https://lcs.example.gov.uk"), Page::Unknown);
        assert_eq!(none.judge("https://lcs.example.gov.uk/Business-Continuity/"), Page::ReadOnly);
        assert!(!none.are_known());
    }
}
