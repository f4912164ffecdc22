//! The reader of forms: any bytes give a form or an error, within bounds, and the same twice.
#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use std::sync::LazyLock;
use stopgap::{
    form::{self, CompletedForm},
    template::Pack,
    word::control::named_texts,
};
use stopgap_fuzz::{Kit, TODAY, bounded, form_kit, mutate, pack};

static PACK: LazyLock<Pack> = LazyLock::new(pack);
static KIT: LazyLock<Kit> = LazyLock::new(|| form_kit(&PACK));

fuzz_mutator!(|data: &mut [u8], size: usize, most: usize, seed: u32| { mutate(data, size, most, seed) });

fuzz_target!(init: { LazyLock::force(&KIT); }, |input: &[u8]| {
    let Some(document) = KIT.document(input) else { return };
    let _ = bounded(|| named_texts(&document));
    let Ok(form) = bounded(|| form::read(&document, &PACK, TODAY)) else { return };
    let json = |form: &CompletedForm| serde_json::to_string(form).expect("a form is JSON");
    let again = form::read(&document, &PACK, TODAY).expect("it was read before");
    assert!(json(&form) == json(&again), "read twice, it differs");
    // Whatever was found, what is shown of it does not break.
    let _ = (form.nature(), form.is_restricted(), form.for_expressions(), form.for_checks());
});
