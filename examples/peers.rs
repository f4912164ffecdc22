//! Does the work of the peers benchmark with the library: see `benches/run` and `docs/performance.md`.
//!
//! `BENCH_REPEAT=N` does it N times in this process; `BENCH_TIMES` names the file that then takes the
//! nanoseconds of each as a JSON list.

#![allow(clippy::disallowed_methods, reason = "a benchmark writes as its peers do")]

use jiff::civil::Date;
use serde_json::{Map, Value as Json};
use std::{env, error::Error, fs, io::Write as _, time::Instant};
use stopgap::{
    form::{self, Answers},
    template::Pack,
    tracker::{Entered, Tracker, TrackerRow, stamp},
    word::control::named_texts,
};

type Done = Result<(), Box<dyn Error>>;

fn main() -> Done {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["A", yaml, to] => repeat(|| lay_out(yaml, to)),
        ["A-splice", yaml, blank, to] => {
            let pack = pack(yaml)?;
            repeat(|| splice(&pack, blank, to))
        }
        ["B1", from, to] => repeat(|| read_one(from, to)),
        ["BN", folder, to] => repeat(|| read_all(folder, to)),
        ["C", from, pin, date, to] => {
            let date = Date::strptime("%d/%m/%Y", date)?;
            repeat(|| stamp_one(from, pin, date, to))
        }
        _ => {
            Err("A YAML OUT | A-splice YAML BLANK OUT | B1 IN OUT | BN FOLDER OUT | C IN PIN DATE OUT".into())
        }
    }
}

fn repeat(task: impl Fn() -> Done) -> Done {
    let times = env::var("BENCH_REPEAT").map_or(Ok(1), |times| times.parse())?;
    let mut taken = Vec::new();
    for _ in 0..times {
        let start = Instant::now();
        task()?;
        taken.push(u64::try_from(start.elapsed().as_nanos())?);
    }
    if let Ok(file) = env::var("BENCH_TIMES") {
        fs::write(file, serde_json::to_vec(&taken)?)?;
    }
    Ok(())
}

/// A definition laid out as a blank form.
fn lay_out(yaml: &str, to: &str) -> Done {
    let pack = pack(yaml)?;
    Ok(fs::write(to, form::blank(&pack.templates()[0], None)?)?)
}

fn pack(yaml: &str) -> Result<Pack, Box<dyn Error>> {
    let text = fs::read_to_string(yaml)?;
    Pack::read([("form.yaml", text)]).map_err(|faults| faults.to_string().into())
}

/// One person's form out of a blank that is laid out already.
fn splice(pack: &Pack, blank: &str, to: &str) -> Done {
    let definition = &pack.templates()[0];
    let mut answers = Answers::default();
    answers.set(definition, "s1_field_01=8123477")?;
    answers.set(definition, "s1_field_03=22/11/2026")?;
    Ok(fs::write(to, form::fill(&fs::read(blank)?, definition, &answers)?)?)
}

fn read_one(from: &str, to: &str) -> Done {
    Ok(fs::write(to, serde_json::to_vec(&values(&fs::read(from)?)?)?)?)
}

fn read_all(folder: &str, to: &str) -> Done {
    let files: Result<Vec<_>, _> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect();
    let mut files = files?;
    files.sort();
    let mut out = std::io::BufWriter::new(fs::File::create(to)?);
    for file in files {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let line = Map::from_iter([(name, Json::from(values(&fs::read(&file)?)?))]);
        serde_json::to_writer(&mut out, &line)?;
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}

fn values(bytes: &[u8]) -> Result<Map<String, Json>, Box<dyn Error>> {
    let named = named_texts(bytes)?;
    Ok(named.into_iter().map(|(name, texts)| (name, Json::from(texts.join("\n")))).collect())
}

fn stamp_one(from: &str, pin: &str, date: Date, to: &str) -> Done {
    let bytes = fs::read(from)?;
    let has_pin = |row: &&TrackerRow| row.pin.as_ref().is_some_and(|found| found.expose() == pin);
    let choose = |tracker: &Tracker| tracker.rows().iter().find(has_pin).map(|row| row.row);
    let (stamped, row) = stamp(&bytes, choose, &Entered::by_hand(date))?;
    row.ok_or("no row has this PIN")?;
    Ok(fs::write(to, stamped)?)
}
