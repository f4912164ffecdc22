//! Whose rows the tables of a document hold: those under a field's heading or, where that is gone, those that bear its
//! tags. People copy cells, rows and tables into one another, and Word joins two tables when the line between them goes.

use super::{
    anchor,
    completed::Anchor,
    places::{Places, RowPlace},
};
use crate::template::{Field, FieldId, FieldKind, Grid, TemplateDef};
use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    ops::Range,
};

/// Rows of a table of the document that belong to one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// Its place among the tables of the document.
    pub table: usize,
    /// Its heading row; None where somebody deleted it.
    pub heading: Option<usize>,
    /// All its rows, with the heading.
    pub rows: Range<usize>,
}

/// The stretches of one field.
#[derive(Debug, Clone)]
pub struct Stretches {
    pub all: Vec<Stretch>,
    pub anchor: Anchor,
    /// Whether some of its controls stand in rows that are not its own.
    pub is_scattered: bool,
}

/// The stretches of each table field of a definition.
pub fn stretches(places: &Places<'_>, definition: &TemplateDef) -> HashMap<FieldId, Stretches> {
    let fields: Vec<(&Field, &[Field])> = definition
        .fields()
        .filter_map(|field| match &field.kind {
            FieldKind::Table(Grid { columns, .. }) => Some((field, columns.as_slice())),
            _ => None,
        })
        .collect();
    let rows = TaggedRows::of(places, &fields);
    let marked: Vec<Option<RowPlace>> =
        fields.iter().map(|(field, _)| places.marked(&anchor::bookmark(&field.id))).collect();
    let headings = headings(places, &fields, &marked, &rows);
    let others: HashSet<&str> = definition
        .fields()
        .filter(|field| !matches!(field.kind, FieldKind::Table(_)))
        .map(|field| field.id.as_str())
        .collect();
    let labelled: HashSet<usize> = places.tables_with(&others);
    let mut of_field: Vec<Vec<Stretch>> = vec![Vec::new(); fields.len()];
    for table in rows.tables().chain(headings.keys().map(|(table, _)| *table)).collect::<HashSet<_>>() {
        let headings: Vec<(usize, usize)> = headings
            .range((table, 0)..=(table, usize::MAX))
            .map(|((_, row), field)| (*row, *field))
            .collect();
        let count = places.tables[table].rows.len();
        for (owner, stretch) in shared_out(table, count, &headings, &rows, !labelled.contains(&table)) {
            of_field[owner].push(stretch);
        }
    }
    let fields = fields.iter().zip(of_field).zip(marked).enumerate();
    fields
        .map(|(at, (((field, _), mut all), marked))| {
            all.sort_by_key(|stretch| (stretch.table, stretch.rows.start));
            let is_own = |(table, row): RowPlace| {
                let behind =
                    all.partition_point(|stretch| (stretch.table, stretch.rows.start) <= (table, row));
                let last = all[..behind].last();
                last.is_some_and(|last| last.table == table && last.rows.contains(&row))
            };
            let is_scattered = !rows.of_field(at).all(is_own);
            let (all, anchor) = trusted(all, at, marked, &rows);
            (field.id.clone(), Stretches { all: outermost(all, places), anchor, is_scattered })
        })
        .collect()
}

/// The heading rows, each with the number of its field.
fn headings(
    places: &Places<'_>,
    fields: &[(&Field, &[Field])],
    marked: &[Option<RowPlace>],
    rows: &TaggedRows,
) -> BTreeMap<RowPlace, usize> {
    // A heading that several fields have belongs to the one most of whose controls stand in that table.
    let mut best: BTreeMap<RowPlace, (usize, Option<usize>)> = BTreeMap::new();
    for (at, (_, columns)) in fields.iter().enumerate() {
        for row in places.headed(columns) {
            let count = rows.in_table.get(&(row.0, at)).copied().unwrap_or_default();
            let found = best.entry(row);
            found
                .and_modify(|(most, field)| match count.cmp(most) {
                    Ordering::Greater => (*most, *field) = (count, Some(at)),
                    Ordering::Equal if count == 0 => *field = None,
                    _ => {}
                })
                .or_insert((count, Some(at)));
        }
    }
    let mut headings: BTreeMap<RowPlace, usize> =
        best.into_iter().filter_map(|(row, (_, field))| Some((row, field?))).collect();
    // Its bookmark says it best.
    headings.extend(marked.iter().enumerate().filter_map(|(at, marked)| Some(((*marked)?, at))));
    headings
}

/// Whose rows a table's are. What stands above its first heading belongs to that, unless other controls stand there.
fn shared_out(
    table: usize,
    count: usize,
    headings: &[(usize, usize)],
    rows: &TaggedRows,
    may_be_unheaded: bool,
) -> Vec<(usize, Stretch)> {
    let unheaded = |range: Range<usize>| {
        let owner = rows.most_in(table, &range).filter(|_| may_be_unheaded)?;
        Some((owner, Stretch { table, heading: None, rows: range }))
    };
    let Some((first, owner)) = headings.first().copied() else {
        return unheaded(0..count).into_iter().collect();
    };
    let above =
        rows.most_in(table, &(0..first)).filter(|above| *above != owner).and_then(|_| unheaded(0..first));
    let start = if above.is_some() { first } else { 0 };
    let starts = [start].into_iter().chain(headings[1..].iter().map(|(row, _)| *row));
    let ends = headings[1..].iter().map(|(row, _)| *row).chain([count]);
    let headed = headings.iter().zip(starts.zip(ends)).map(|((heading, owner), (start, end))| {
        (*owner, Stretch { table, heading: Some(*heading), rows: start..end })
    });
    above.into_iter().chain(headed).collect()
}

/// Those of a field's stretches that can be trusted to be no copy that somebody made of it.
fn trusted(
    all: Vec<Stretch>,
    field: usize,
    marked: Option<RowPlace>,
    rows: &TaggedRows,
) -> (Vec<Stretch>, Anchor) {
    let is_tagged = |stretch: &Stretch| rows.are_in(field, stretch.table, &stretch.rows);
    let is_marked = |stretch: &Stretch| {
        marked.is_some_and(|(table, row)| stretch.table == table && stretch.heading == Some(row))
    };
    if all.iter().any(is_tagged) {
        (all.into_iter().filter(|stretch| is_tagged(stretch) || is_marked(stretch)).collect(), Anchor::Tag)
    } else if all.iter().any(is_marked) {
        (all.into_iter().filter(is_marked).collect(), Anchor::Bookmark)
    } else if all.first().is_some_and(|first| all.iter().all(|other| other.table == first.table)) {
        (all, Anchor::Label)
    } else {
        // Two tables with these headings: neither can be trusted.
        (Vec::new(), Anchor::Missing)
    }
}

/// A table within another is part of the cell that it stands in.
fn outermost(mut all: Vec<Stretch>, places: &Places<'_>) -> Vec<Stretch> {
    let (mut last, mut end) = (None, 0);
    all.retain(|stretch| {
        let range = places.tables[stretch.table].element.range();
        let is_outermost = last == Some(stretch.table) || range.start >= end;
        if is_outermost {
            last = Some(stretch.table);
            end = end.max(range.end);
        }
        is_outermost
    });
    all
}

/// The rows in which controls of table fields stand.
struct TaggedRows {
    /// For each control the number of its field.
    by_row: BTreeMap<RowPlace, Vec<usize>>,
    /// The rows of each field.
    by_field: Vec<BTreeSet<RowPlace>>,
    /// How many controls of a field stand in a table.
    in_table: HashMap<(usize, usize), usize>,
}

impl TaggedRows {
    fn of(places: &Places<'_>, fields: &[(&Field, &[Field])]) -> Self {
        let numbers: HashMap<String, usize> =
            fields.iter().enumerate().map(|(at, (field, _))| (anchor::tag(&field.id), at)).collect();
        let by_field = vec![BTreeSet::new(); fields.len()];
        let mut rows = Self { by_row: BTreeMap::new(), by_field, in_table: HashMap::new() };
        for (place, tag) in &places.row_tags {
            if let Some(field) = numbers.get(tag) {
                rows.by_row.entry(*place).or_default().push(*field);
                rows.by_field[*field].insert(*place);
                *rows.in_table.entry((place.0, *field)).or_default() += 1;
            }
        }
        rows
    }

    fn tables(&self) -> impl Iterator<Item = usize> {
        self.by_row.keys().map(|(table, _)| *table)
    }

    fn of_field(&self, field: usize) -> impl Iterator<Item = RowPlace> {
        self.by_field[field].iter().copied()
    }

    /// Whether controls of a field stand in these rows of a table.
    fn are_in(&self, field: usize, table: usize, rows: &Range<usize>) -> bool {
        self.by_field[field].range((table, rows.start)..(table, rows.end)).next().is_some()
    }

    /// The field that most of the controls in these rows are of; the first of equals.
    fn most_in(&self, table: usize, rows: &Range<usize>) -> Option<usize> {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for field in self.by_row.range((table, rows.start)..(table, rows.end)).flat_map(|(_, fields)| fields)
        {
            *counts.entry(*field).or_default() += 1;
        }
        counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(field, _)| field)
    }
}
