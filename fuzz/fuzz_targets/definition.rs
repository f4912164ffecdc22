//! The parser of definitions: any text gives faults that can be drawn, or a definition whose form can be laid
//! out and carries the definition home.
#![no_main]

use libfuzzer_sys::fuzz_target;
use stopgap::{
    diagnostic::Level,
    form::{self, Value},
    template::Pack,
};
use stopgap_fuzz::{TODAY, definition_files};

fuzz_target!(|input: &[u8]| {
    let Some(files) = definition_files(input) else { return };
    let (definitions, faults) = Pack::check(files.clone());
    let drawn = faults.drawn(false);
    assert_eq!(drawn.is_empty(), faults.list.is_empty());
    for fault in &faults.list {
        let _ =
            (faults.sources.line_and_column(&fault.place), faults.sources.end_line_and_column(&fault.place));
    }
    if faults.list.iter().any(|fault| fault.level == Level::Error) {
        return;
    }
    let pack =
        Pack::read(files).unwrap_or_else(|faults| panic!("checked without a fault, but read: {faults}"));
    for definition in definitions {
        let blank = form::blank(&definition, None).expect("it can be laid out");
        let read = form::read(&blank, &pack, TODAY).expect("the blank form can be read");
        assert_eq!(
            read.identity.definition.as_deref(),
            Some(&definition),
            "the form carries another definition"
        );
        let mut answers = read.answers.iter().filter_map(|answer| answer.value.as_ref());
        assert!(answers.all(|value| *value == Value::Bool(false)), "a blank form has answers");
    }
});
