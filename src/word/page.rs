//! The page that all our documents share: paper, running lines, tables, paragraphs.
//!
//! Lengths are in twentieths of a point (dxa). Styles are those of `parts/styles.xml`.

use super::finish::TABLE_HEAD;
use docx_rs::{
    AlignmentType, BorderType, BreakType, Docx, Footer, Header, LineSpacing, NumPages, PageMargin, PageNum,
    PageOrientationType, Paragraph, Run, RunFonts, Shading, StructuredDataTag, Tab, TabValueType, Table,
    TableBorder, TableBorderPosition, TableBorders, TableCell, TableCellMargins, TableLayoutType, TableRow,
    VAlignType, WidthType,
};

// A4, of which docx-rs takes the lengths in another type than those of a table.
const LONG: u32 = 16838;
const SHORT: u32 = 11906;
const MARGIN: usize = 1020;
const NARROW_MARGIN: usize = 720;
/// How wide the box with a document's number is.
const NUMBER: usize = 2400;

/// What stands behind labels and notes.
pub const PALE: &str = "EEF2F7";
/// What stands behind a heading row.
const HEAD: &str = "DCE4EF";
const HAIRLINE: &str = "7F8FA9";

/// A sheet of A4.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sheet {
    Upright,
    /// With narrow margins: for what has to be one page.
    Full,
    OnItsSide,
}

impl Sheet {
    /// What lies between the margins.
    pub const fn width(self) -> usize {
        match self {
            Self::Upright => SHORT as usize - 2 * MARGIN,
            Self::Full => SHORT as usize - 2 * NARROW_MARGIN,
            Self::OnItsSide => LONG as usize - 2 * MARGIN,
        }
    }

    /// An empty document on such sheets.
    pub fn document(self) -> Docx {
        let length = |length: usize| i32::try_from(length).unwrap_or_default();
        let margins = match self {
            Self::Full => PageMargin::new()
                .top(900)
                .bottom(860)
                .left(length(NARROW_MARGIN))
                .right(length(NARROW_MARGIN))
                .header(400)
                .footer(400),
            Self::Upright | Self::OnItsSide => PageMargin::new()
                .top(1100)
                .bottom(1000)
                .left(length(MARGIN))
                .right(length(MARGIN))
                .header(500)
                .footer(450),
        };
        let document = Docx::new().page_margin(margins);
        match self {
            Self::Upright | Self::Full => document.page_size(SHORT, LONG),
            Self::OnItsSide => document.page_size(LONG, SHORT).page_orient(PageOrientationType::Landscape),
        }
    }

    /// The line above every page: something on the left, something on the right.
    pub fn header(self, left: &str, right: &str) -> Header {
        let words = Run::new().add_text(left).add_tab().add_text(right);
        Header::new().add_paragraph(Paragraph::new().style("Header").add_tab(self.right()).add_run(words))
    }

    /// The line below every page: something on the left, "Page 1 of 2" on the right.
    pub fn footer(self, left: impl IntoIterator<Item = Run>) -> Footer {
        let line = Paragraph::new().style("Footer").add_tab(self.right());
        let line = left.into_iter().fold(line, Paragraph::add_run);
        Footer::new().add_paragraph(
            line.add_run(Run::new().add_tab().add_text("Page "))
                .add_page_num(PageNum::new())
                .add_run(Run::new().add_text(" of "))
                .add_num_pages(NumPages::new()),
        )
    }

    fn right(self) -> Tab {
        Tab::new().val(TabValueType::Right).pos(self.width())
    }
}

/// A table of these columns with thin lines.
pub fn grid(rows: Vec<TableRow>, widths: Vec<usize>) -> Table {
    let line = |position| TableBorder::new(position).border_type(BorderType::Single).size(4).color(HAIRLINE);
    let borders = [
        TableBorderPosition::Top,
        TableBorderPosition::Bottom,
        TableBorderPosition::Left,
        TableBorderPosition::Right,
        TableBorderPosition::InsideH,
        TableBorderPosition::InsideV,
    ]
    .into_iter()
    .fold(TableBorders::with_empty(), |borders, position| borders.set(line(position)));
    let width = widths.iter().sum();
    Table::new(rows)
        .set_grid(widths)
        .width(width, WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
        .margins(TableCellMargins::new().margin(20, 90, 20, 90))
        .set_borders(borders)
}

/// An empty cell; Word wants a paragraph in it.
pub fn cell(width: usize) -> TableCell {
    TableCell::new().width(width, WidthType::Dxa)
}

/// A cell of a heading row. The row repeats on every page.
pub fn head(width: usize, words: Paragraph) -> TableCell {
    cell(width)
        .shading(Shading::new().fill(HEAD))
        .vertical_align(VAlignType::Bottom)
        .add_paragraph(words.style(TABLE_HEAD))
}

/// A paragraph in a style; without words it is empty.
pub fn paragraph(style: &str, words: &str) -> Paragraph {
    let paragraph = Paragraph::new().style(style);
    if words.is_empty() { paragraph } else { paragraph.add_run(add_lines(Run::new(), words)) }
}

/// A run with these words behind it. docx-rs drops what ends a line.
pub fn add_lines(run: Run, words: &str) -> Run {
    let mut lines = words.lines();
    let first = run.add_text(lines.next().unwrap_or_default());
    lines.fold(first, |run, line| run.add_break(BreakType::TextWrapping).add_text(line))
}

/// What a document begins with: its title on the left below what it is for, and its number on the right below what
/// that is.
pub fn title(width: usize, kicker: &str, title: &str, [label, number]: [&str; 2]) -> Table {
    let left = cell(width - NUMBER)
        .clear_all_border()
        .vertical_align(VAlignType::Bottom)
        .add_paragraph(paragraph("Kicker", kicker))
        .add_paragraph(paragraph("Title", title));
    let right = cell(NUMBER)
        .shading(Shading::new().fill(PALE))
        .add_paragraph(paragraph("FieldHelp", label).align(AlignmentType::Center))
        .add_paragraph(
            Paragraph::new()
                .align(AlignmentType::Center)
                .line_spacing(LineSpacing::new().after(60))
                .add_run(Run::new().bold().size(32).add_text(number)),
        );
    grid(vec![TableRow::new(vec![left, right]).cant_split()], vec![width - NUMBER, NUMBER])
        .set_borders(TableBorders::new().clear_all())
}

/// The marker of a tick box with this tag.
pub fn tick_box(tag: &str) -> StructuredDataTag {
    let font = RunFonts::new().ascii("MS Gothic").hi_ansi("MS Gothic").east_asia("MS Gothic");
    StructuredDataTag::new().alias(tag).add_run(Run::new().fonts(font).add_text("\u{2610}"))
}
