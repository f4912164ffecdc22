//! The guide of one page: what to do in an outage, and which form is for what.

use crate::{
    template::{Pack, TemplateDef},
    word::{
        Letterhead, Unreadable,
        finish::Unfinished,
        letterhead::Room,
        page::{PALE, Sheet, add_lines, cell, grid, head, paragraph},
    },
};
use docx_rs::{LineSpacing, Paragraph, Run, Shading, Table, TableRow, VAlignType};
use std::collections::BTreeMap;

const SHEET: Sheet = Sheet::Full;
const PAGE: usize = SHEET.width();
/// What there is to know about a form.
const HEADS: [&str; 4] = ["Order", "Form", "System", "When to use it"];
/// More forms than this have to stand close, or they are more than a page.
const MOST_WITH_ROOM: usize = 10;

/// How a page is filled.
struct Density {
    /// The width of a rule, and that of its reason.
    rule: [usize; 2],
    heading_style: &'static str,
    rule_style: &'static str,
    reason_style: &'static str,
    /// The widths below [`HEADS`].
    form: [usize; 4],
    form_style: &'static str,
    /// Room above and below a line, where it is not that of the style.
    gap: Option<u32>,
    /// Whether the guidance stands here whole. Else its first sentence has to do: the whole is on the form.
    whole_guidance: bool,
}

const ROOMY: Density = Density {
    rule: [2600, PAGE - 2600],
    heading_style: "Heading1",
    rule_style: "FieldLabel",
    reason_style: "Guidance",
    form: [760, 3300, 1260, PAGE - 5320],
    form_style: "TableAnswer",
    gap: None,
    whole_guidance: true,
};
const CLOSE: Density = Density {
    rule: [2080, PAGE - 2080],
    heading_style: "Heading2",
    rule_style: "TableHead",
    reason_style: "TableAnswer",
    form: [720, 3560, 1080, PAGE - 5360],
    form_style: "FieldHelp",
    gap: Some(0),
    whole_guidance: false,
};

impl Density {
    fn spaced(&self, words: Paragraph) -> Paragraph {
        match self.gap {
            Some(gap) => words.line_spacing(LineSpacing::new().before(gap).after(gap)),
            None => words,
        }
    }
}

/// The council's procedure, in as few words as people read when everything is down.
const RULES: [(&str, &str); 7] = [
    (
        "Look up, do not type",
        "Read Only looks live and lets you type, but it keeps nothing. Use it only to look things up.",
    ),
    (
        "One form for each piece of work",
        "Open the form here each time: a copy from elsewhere may be out of date. What you do not know, leave empty and carry on.",
    ),
    (
        "Save it as your own",
        "In your team folder, in a folder with your name, with any photos and documents that belong to it. Then others can enter it if you are away.",
    ),
    (
        "Restricted records",
        "Never in the team folder. Ask your manager for a secure place, and enter them yourself.",
    ),
    (
        "Keep one tracker",
        "Save it under team and name, such as SCNorth_JaneSmith. Each piece of work gets a row.",
    ),
    (
        "Pass it on by e-mail",
        "Save the form, then send a copy to the other team\u{2019}s group mailbox with TEMPLATE REFERRAL in the subject. That team puts what it does into its own tracker.",
    ),
    (
        "Enter it yourself",
        "Nothing reaches the systems by itself. When they are back, enter your own work as soon as you can, in the order below, and write the date into your tracker.",
    ),
];

/// The guide to the templates of a pack; `names` are those of their blanks, in the same order.
///
/// # Errors
/// When the layout cannot be finished: an error of ours.
pub(super) fn guide(pack: &Pack, names: &[String], letterhead: &Letterhead) -> Result<Vec<u8>, Unreadable> {
    let density = if pack.templates().len() > MOST_WITH_ROOM { CLOSE } else { ROOMY };
    let layout = SHEET
        .document()
        .header(SHEET.header("OFFICIAL", "Children's social care: for use while the systems are down"))
        .footer(SHEET.footer([Run::new().add_text("Made from the definitions of the forms by stopgap")]))
        .add_paragraph(paragraph("Kicker", &outage(pack)))
        .add_paragraph(paragraph("Title", "Start here"))
        .add_paragraph(paragraph(density.heading_style, "What to do"))
        .add_table(rules(&density))
        .add_paragraph(paragraph(density.heading_style, "Which form to use"))
        .add_table(forms(pack.templates(), names, &density))
        .add_paragraph(paragraph("Gap", ""));
    let title = "Start here: recording while the systems are down".to_owned();
    let letterhead = Some((letterhead, Room::Little));
    let (controls, properties) = (BTreeMap::new(), Vec::new());
    Unfinished { layout, letterhead, controls, title, properties, item: None }.finish()
}

/// "For use while EHM and LCS are down".
fn outage(pack: &Pack) -> String {
    let mut systems: Vec<&str> = Vec::new();
    for system in pack.templates().iter().flat_map(|template| &template.systems) {
        if !systems.contains(&system.as_str()) {
            systems.push(system);
        }
    }
    systems.sort_unstable_by_key(|system| system.to_lowercase());
    match systems.split_last() {
        None => "For use while the systems are down".to_owned(),
        Some((only, [])) => format!("For use while {only} is down"),
        Some((last, first)) => format!("For use while {} and {last} are down", first.join(", ")),
    }
}

fn rules(density: &Density) -> Table {
    let [rule_width, reason_width] = density.rule;
    let rows = RULES.iter().map(|(rule, reason)| {
        let rule = paragraph(density.rule_style, rule).keep_next(false);
        let rule = cell(rule_width).shading(Shading::new().fill(PALE)).add_paragraph(density.spaced(rule));
        let reason = density.spaced(paragraph(density.reason_style, reason));
        let reason = cell(reason_width).add_paragraph(reason);
        TableRow::new(vec![rule, reason.vertical_align(VAlignType::Center)]).cant_split()
    });
    grid(rows.collect(), density.rule.into())
}

fn forms(templates: &[TemplateDef], names: &[String], density: &Density) -> Table {
    let heads = HEADS.iter().zip(density.form).map(|(heading, width)| head(width, paragraph("", heading)));
    let mut rows = vec![TableRow::new(heads.collect()).cant_split()];
    for (template, name) in templates.iter().zip(names) {
        let order = template.order.map_or_else(|| "any".to_owned(), |order| order.to_string());
        let guidance = template.guidance.as_deref().unwrap_or_default();
        let guidance = if density.whole_guidance { guidance } else { first_sentence(guidance) };
        let text = |at: usize, run: Run| {
            let words = Paragraph::new().style(density.form_style).add_run(run);
            cell(density.form[at]).add_paragraph(density.spaced(words))
        };
        let cells = vec![
            text(0, Run::new().add_text(order)),
            text(1, Run::new().bold().add_text(name)),
            text(2, Run::new().add_text(template.systems.join(", "))),
            text(3, add_lines(Run::new(), guidance)),
        ];
        rows.push(TableRow::new(cells).cant_split());
    }
    grid(rows, density.form.into())
}

fn first_sentence(text: &str) -> &str {
    text.find(". ").map_or(text, |end| &text[..=end])
}
