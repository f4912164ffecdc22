//! What a form says about itself, outside anything that can be typed in.

use super::FormNumber;
use crate::{
    template::{TemplateDef, TemplateId},
    word::{Edits, Element, Package, Unreadable, package::tree, xml},
};
use std::{collections::BTreeMap, fmt, sync::Arc};

const NAMESPACE: &str = "urn:stopgap:form:1";
/// The custom XML item of a form that stopgap made; programs that keep the item may rename it.
const ITEMS: &str = "customXml/item";
/// The part with the document's custom properties.
pub(super) const PROPERTIES: &str = "docProps/custom.xml";
/// The custom property with the name that stands at the form's top.
pub(super) const COUNCIL: &str = "stopgap.council";

/// What makes one form a different one from all others: its number, and a secret that keys the
/// hashes by which a change is noticed later, so that they cannot be guessed from likely answers.
#[derive(Clone, PartialEq, Eq)]
pub struct Issue {
    pub number: FormNumber,
    pub secret: [u8; 16],
}

/// Which definition a form was made from, and which form it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Identity {
    pub template: TemplateId,
    pub revision: u32,
    /// Whose name stands at its top.
    pub council: Option<String>,
    /// None for a blank that was handed out without a number.
    pub issue: Option<Issue>,
    /// The whole definition that the form was made from; None when it cannot be read any more.
    pub definition: Option<Arc<TemplateDef>>,
    /// The hashes of its answers when it was entered, by field; empty before.
    pub entered: BTreeMap<String, String>,
}

impl Issue {
    /// A new form's number and secret.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub fn random() -> Result<Self, getrandom::Error> {
        let mut secret = [0; 16];
        getrandom::fill(&mut secret)?;
        Ok(Self { number: FormNumber::from_random(getrandom::u32()?), secret })
    }

    /// Those of a form that came without, out of its bytes: whoever receives the same copy, or the same copy again,
    /// gives it the same number. The secret is hidden from all who do not have that copy, and they have its answers.
    pub fn of_copy(bytes: &[u8]) -> Self {
        let key = blake3::derive_key("stopgap: a form that came without a number", bytes);
        let (number, rest) = key.split_at(4);
        let number = number.iter().fold(0, |bits, byte| bits << 8 | u32::from(*byte));
        let mut secret = [0; 16];
        secret.copy_from_slice(&rest[..16]);
        Self { number: FormNumber::from_random(number), secret }
    }
}

impl fmt::Debug for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Issue({}, secret hidden)", self.number)
    }
}

/// The XML item that a blank form made from this definition carries.
pub(super) fn item(definition: &TemplateDef, council: Option<&str>) -> String {
    let council = council.map_or(String::new(), |name| format!(" council=\"{}\"", xml::escaped(name)));
    format!(
        "<form xmlns=\"{NAMESPACE}\" template=\"{}\" revision=\"{}\"{council}><definition>{}</definition></form>",
        xml::escaped(definition.id.as_str()),
        definition.revision,
        xml::escaped(&definition.to_json())
    )
}

/// What is added to the start tag of the item when a form is issued.
pub(super) fn item_attributes(issue: &Issue) -> String {
    let secret = issue.secret.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
    format!(" number=\"{}\" secret=\"{secret}\"", issue.number)
}

/// The attribute with the hashes of the answers that were entered: `pin:4f.. note:0a..`.
const ENTERED: &str = "entered";

/// The item with these hashes in place of those of an earlier time.
pub(super) fn with_entered(item: &str, root: Element<'_>, answers: &BTreeMap<String, String>) -> String {
    let hashes: Vec<String> = answers.iter().map(|(field, hash)| format!("{field}:{hash}")).collect();
    let others = root.attributes().filter(|(name, _)| *name != ENTERED);
    let attributes = others.chain([(ENTERED, hashes.join(" ").into())]);
    let written = attributes.fold(String::new(), |written, (name, value)| {
        written + &format!(" {name}=\"{}\"", xml::escaped(&value))
    });
    let mut edits = Edits::new(item);
    edits.replace(root.attributes_range(), written);
    edits.finish()
}

fn read_hashes(hashes: &str) -> BTreeMap<String, String> {
    let pairs = hashes.split(' ').filter_map(|pair| pair.split_once(':'));
    pairs.map(|(field, hash)| (field.to_owned(), hash.to_owned())).collect()
}

/// Reads a form's identity; `None` when stopgap did not make the document.
///
/// # Errors
/// When the document cannot be read.
pub(super) fn read(package: &mut Package<'_>) -> Result<Option<Identity>, Unreadable> {
    for (name, text) in items(package) {
        if let Some(identity) = identity(tree(&name, &text)?.root()) {
            return Ok(Some(identity));
        }
    }
    from_properties(package)
}

/// The same without the definition, which takes longest to read.
///
/// # Errors
/// When the document cannot be read.
pub(super) fn at_a_glance(package: &mut Package<'_>) -> Result<Option<Identity>, Unreadable> {
    for (_, text) in items(package) {
        // Up to the definition the item is short, and the definition is text of ours: no mark-up.
        let head = text.split_once("<definition>").map_or(text.as_str(), |(head, _)| head);
        let whole = format!("{head}</form>");
        let item = if head.len() < text.len() { &whole } else { &text };
        if let Ok(item) = xml::parse(item)
            && let Some(identity) = identity(item.root())
        {
            return Ok(Some(identity));
        }
    }
    read(package)
}

/// The items that are ours, by the names of their parts.
pub(super) fn items(package: &mut Package<'_>) -> Vec<(String, String)> {
    let names: Vec<String> =
        package.names().filter(|name| name.starts_with(ITEMS)).map(str::to_owned).collect();
    let mut ours = Vec::new();
    for name in names {
        // Other programs keep items of their own there, in encodings of their own.
        if let Ok(Some(text)) = package.part(&name)
            && text.contains(NAMESPACE)
        {
            ours.push((name, text));
        }
    }
    ours
}

/// Where the item is gone, the document's properties still say which template it was.
fn from_properties(package: &mut Package<'_>) -> Result<Option<Identity>, Unreadable> {
    let Some(text) = package.part(PROPERTIES)? else { return Ok(None) };
    let properties = tree(PROPERTIES, &text)?;
    let property = |name: &str| -> Option<String> {
        let mut all = properties.root().elements();
        let property = all.find(|p| p.attribute("name").is_some_and(|n| n == name))?;
        Some(property.elements().next()?.text().into_owned())
    };
    let revision = property("stopgap.revision").and_then(|revision| revision.parse().ok());
    let template = property("stopgap.template").and_then(|id| template(&id));
    Ok(template.zip(revision).map(|(template, revision)| Identity {
        template,
        revision,
        council: property(COUNCIL),
        issue: None,
        definition: None,
        entered: BTreeMap::new(),
    }))
}

fn identity(form: Element<'_>) -> Option<Identity> {
    let number = form.attribute("number").and_then(|number| number.parse().ok());
    let secret = form.attribute("secret").and_then(|secret| from_hex(&secret));
    let definition = form.child("definition").map(Element::text);
    let definition = definition.and_then(|json| TemplateDef::from_json(&json)).map(Arc::new);
    Some(Identity {
        template: template(&form.attribute("template")?)?,
        revision: form.attribute("revision")?.parse().ok()?,
        council: form.attribute("council").map(Into::into),
        issue: number.zip(secret).map(|(number, secret)| Issue { number, secret }),
        definition,
        entered: form.attribute(ENTERED).map(|hashes| read_hashes(&hashes)).unwrap_or_default(),
    })
}

/// No definition's id is as long.
const LONGEST_ID: usize = 64;

fn template(id: &str) -> Option<TemplateId> {
    (id.len() <= LONGEST_ID).then(|| TemplateId::new(id))
}

fn from_hex(text: &str) -> Option<[u8; 16]> {
    let mut bytes = [0; 16];
    if text.len() != 32 || !text.is_ascii() {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).ok()?;
    }
    Some(bytes)
}
