use crate::program::Desk;
use serde_json::Value as Json;
use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::Stdio,
    time::{Duration, SystemTime},
};
use stopgap::{form, template::Pack, tracker::Tracker, word::Package};

const PUBLISH: &str = "publish --templates defs --to out";

/// A desk with two templates, the list and the shared section that they have, and what is published from it.
fn desk() -> Desk {
    let desk = Desk::new();
    fs::create_dir_all(desk.path("defs/lists")).unwrap();
    fs::create_dir_all(desk.path("defs/shared")).unwrap();
    desk.file("defs/visit.yaml", template("visit", "Visit"))
        .file("defs/call.yaml", template("call", "Call"))
        .file(
            "defs/lists/colours.yaml",
            "list: colours\ntitle: Colours\nsource: invented\noptions: [Red, Blue]\n",
        )
        .file(
            "defs/shared/header.yaml",
            "title: About you\nfields:\n  - { id: worker_name, label: Your name, type: person }\n",
        );
    desk
}

fn published() -> Desk {
    let desk = desk();
    desk.run(PUBLISH).ok();
    desk
}

fn template(id: &str, title: &str) -> String {
    format!(
        "template: {id}\nrevision: 1\ntitle: {title}\nsystem: LCS\norder: 2\nnature: {title}\nguidance: Use it for each {id}.\nsections:\n  - include: shared/header\n  - title: Colour\n    screen: Colour\n    fields:\n      - {{ id: colour, label: Colour, type: choice, options: {{ list: colours }} }}\n"
    )
}

/// Every file of the published folder; its time is set far back, so that a write shows however fast it is.
fn state(desk: &Desk) -> BTreeMap<String, (SystemTime, Vec<u8>)> {
    let mut all = BTreeMap::new();
    collect(&desk.path("out"), "", &mut all);
    all
}

fn collect(folder: &Path, prefix: &str, all: &mut BTreeMap<String, (SystemTime, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if name.ends_with(".stopgap-lock") {
            continue;
        }
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{name}/"), all);
        } else {
            let time = entry.metadata().unwrap().modified().unwrap();
            all.insert(name, (time, fs::read(entry.path()).unwrap()));
        }
    }
}

/// Publishes once more and gives the names of the files that were written, with what was said.
#[track_caller]
fn written(desk: &Desk, command: &str, code: i32) -> (Vec<String>, String, String) {
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    for name in state(desk).keys() {
        let file = fs::File::options().append(true).open(desk.path("out").join(name)).unwrap();
        file.set_modified(long_ago).unwrap();
    }
    let before = state(desk);
    let ran = desk.run(command);
    assert_eq!(ran.code, code, "{}{}", ran.out, ran.err);
    let after = state(desk);
    let lost: Vec<&String> = before.keys().filter(|name| !after.contains_key(*name)).collect();
    assert!(lost.is_empty(), "gone: {lost:?}");
    let names = after.into_iter().filter(|(name, now)| before.get(name) != Some(now)).map(|(name, _)| name);
    (names.collect(), ran.out, ran.err)
}

#[test]
fn what_is_published_the_first_time() {
    insta::assert_snapshot!(desk().run(PUBLISH).ok());
}

#[test]
fn the_second_time_nothing_is_written() {
    let desk = published();
    let (names, said, _) = written(&desk, PUBLISH, 0);
    assert_eq!(names, [""; 0]);
    assert_eq!(said, "out: 10 files: 10 unchanged.\n");
}

#[test]
fn a_changed_definition_rewrites_what_is_made_from_it() {
    let desk = published();
    desk.file("defs/call.yaml", template("call", "Call").replace("label: Colour", "label: The colour"));
    let (names, said, _) = written(&desk, PUBLISH, 0);
    assert_eq!(names, ["Call.docx", "definitions/call.yaml", "manifest.json"]);
    assert!(said.ends_with("out: 10 files: 3 changed, 7 unchanged.\n"), "{said}");
}

#[test]
fn what_forms_already_handed_out_would_lose_is_told_and_published() {
    let desk = published();
    desk.file("out/definitions/notes.yaml", "x: y");
    desk.file("defs/lists/colours.yaml", "list: colours\ntitle: Colours\nsource: invented\noptions: [Red]\n");
    desk.file("defs/call.yaml", template("call", "Call").replace("id: colour,", "id: hue,"));
    let ran = desk.run(&format!("{PUBLISH} --dry-run"));
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let told = ran.out.split("\n\n").next().unwrap();
    insta::assert_snapshot!(told);
    let before = desk.path("before");
    fs::create_dir_all(before.join("lists")).unwrap();
    fs::create_dir_all(before.join("shared")).unwrap();
    for file in ["call.yaml", "visit.yaml", "lists/colours.yaml", "shared/header.yaml"] {
        fs::copy(desk.path("out/definitions").join(file), before.join(file)).unwrap();
    }
    let said = desk.run(PUBLISH).ok();
    let (changes, _) = told.split_once("  Publishing tells it once").unwrap();
    assert!(said.starts_with(&format!("{changes}  This is told once: ")), "{said}");
    // Now it is what people have; only a copy of what was before can tell.
    assert!(!desk.run(PUBLISH).ok().contains("already have"));
    let ran = desk.run("diff before defs");
    assert!(ran.out.contains("Field `colour` of call is gone"), "{ran:?}");
}

#[test]
fn definitions_of_ones_own_are_not_written_over_by_those_of_stopgap() {
    let desk = published();
    for command in ["publish --to out", "publish --to out --dry-run"] {
        let (names, said, trouble) = written(&desk, command, 2);
        assert_eq!((names, said.as_str()), (Vec::<String>::new(), ""));
        insta::allow_duplicates!(insta::assert_snapshot!(trouble, @"
        stopgap: out has other definitions than those that stopgap brings along, so say which to publish. Nothing was written.

          your own, from the folder where you change them:
            stopgap publish --to out --templates DIR
          those that are published there, once more:
            stopgap publish --to out --templates out/definitions
          those that stopgap brings along, in place of them:
            stopgap publish --to out --built-in
        "));
    }
    let (names, _, _) = written(&desk, "publish --to out --templates out/definitions", 0);
    assert_eq!(names, [""; 0]);
    desk.run("publish --to out --templates defs --built-in")
        .fails(2, "say which definitions: --templates DIR or --built-in, not both");
    // Once they are those of stopgap, nobody loses anything.
    desk.run("publish --to out --built-in").ok();
    let (names, _, _) = written(&desk, "publish --to out", 0);
    assert_eq!(names, [""; 0]);
    desk.run(PUBLISH).ok();
    assert_eq!(desk.run("publish --to out").code, 2);
}

#[test]
fn definitions_that_somebody_copied_there_are_their_own_as_well() {
    let desk = published();
    fs::remove_file(desk.path("out/manifest.json")).unwrap();
    assert_eq!(written(&desk, "publish --to out", 2).0, [""; 0]);
}

#[test]
fn what_is_entered_in_any_order_stands_last_in_the_guide() {
    let desk = desk();
    desk.file("defs/call.yaml", template("call", "Call").replace("order: 2\n", ""));
    desk.run(PUBLISH).ok();
    let guide = Package::open(&desk.bytes("out/Start here.docx")).unwrap().main_text().unwrap();
    assert!(guide.find(">Visit<").unwrap() < guide.find(">Call<").unwrap());
    let forms = desk.run("forms --templates defs").ok();
    assert!(forms.find("visit ").unwrap() < forms.find("call ").unwrap(), "{forms}");
}

#[test]
fn published_blanks_are_nobodys_work() {
    let desk = published();
    let open = || {
        let status: Json = serde_json::from_str(&desk.run("status --json --templates defs").ok()).unwrap();
        status["counts"]["open"].clone()
    };
    assert_eq!(open(), 0);
    // What somebody wrote into one of them is.
    let pack = stopgap::desk::pack_in(&desk.path("defs")).unwrap();
    let call = pack.template("call").unwrap();
    let mut answers = form::Answers::default();
    answers.set(call, "worker_name=Jane Smith").unwrap();
    desk.file("out/Call.docx", form::fill(&desk.bytes("out/Call.docx"), call, &answers).unwrap());
    assert_eq!(open(), 1);
}

#[test]
fn a_dry_run_writes_nothing() {
    let desk = desk();
    let said = desk.run("publish --templates defs --to out --dry-run").ok();
    assert!(
        said.starts_with("Would make:\n  Start here.docx\n") && said.ends_with("Nothing was written.\n"),
        "{said}"
    );
    assert!(!desk.path("out").exists());
    let desk = published();
    desk.file("defs/call.yaml", template("call", "Phone call"));
    let (names, said, _) = written(&desk, "publish --templates defs --to out --dry-run", 0);
    assert_eq!(names, [""; 0]);
    insta::assert_snapshot!(said);
}

#[test]
fn what_is_stale_or_foreign_is_told_and_left_alone() {
    let desk = published();
    desk.file("defs/call.yaml", template("call", "Phone call"));
    fs::remove_file(desk.path("defs/visit.yaml")).unwrap();
    desk.file("out/minutes.txt", "hello").file("out/definitions/notes.yaml", "x: y");
    fs::create_dir(desk.path("out/pictures")).unwrap();
    desk.file("out/pictures/cat.png", "cat").file("out/desktop.ini", "").file("out/.hidden", "");
    let (names, said, _) = written(&desk, PUBLISH, 0);
    assert_eq!(names, ["Phone call.docx", "Start here.docx", "definitions/call.yaml", "manifest.json"]);
    insta::assert_snapshot!(said);
    // The next time they are still there, and still what they are.
    let (names, again, _) = written(&desk, PUBLISH, 0);
    assert_eq!(names, [""; 0]);
    let told = |said: &str| said[said.find("Stale").unwrap()..said.find("out:").unwrap()].to_owned();
    assert_eq!(told(&again), told(&said));
    // What is made again is stale no more, and what was deleted is forgotten.
    desk.file("defs/visit.yaml", template("visit", "Visit").replace("label: Colour", "label: Hue"));
    fs::remove_file(desk.path("out/Call.docx")).unwrap();
    let (names, said, _) = written(&desk, PUBLISH, 0);
    assert_eq!(names, ["Start here.docx", "Visit.docx", "definitions/visit.yaml", "manifest.json"]);
    assert!(!said.contains("Stale"), "{said}");
}

#[test]
fn a_blank_that_word_has_open_waits_for_the_next_time() {
    let desk = published();
    desk.file("defs/call.yaml", template("call", "Call").replace("label: Colour", "label: The colour"));
    desk.file("out/~$Call.docx", b"\x0aJane Smith");
    let (names, said, trouble) = written(&desk, PUBLISH, 3);
    assert_eq!(names, ["definitions/call.yaml", "manifest.json"]);
    assert!(said.ends_with("out: 10 files: 2 changed, 7 unchanged, 1 not written.\n"), "{said}");
    assert_eq!(
        trouble,
        "stopgap: out/Call.docx is open in Word by Jane Smith: close it there, and publish again; if nobody has it open, delete out/~$Call.docx\n"
    );
    fs::remove_file(desk.path("out/~$Call.docx")).unwrap();
    assert_eq!(written(&desk, PUBLISH, 0).0, ["Call.docx", "manifest.json"]);
}

#[test]
fn a_file_that_may_not_be_written_is_told_and_the_others_are_written() {
    let desk = published();
    desk.file("defs/call.yaml", template("call", "Call").replace("label: Colour", "label: Hue"));
    let mut permissions = fs::metadata(desk.path("out/Call.docx")).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(desk.path("out/Call.docx"), permissions).unwrap();
    let ran = desk.run(PUBLISH);
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (3, "stopgap: you have no permission to change out/Call.docx: ask its owner or your IT service\n")
    );
    assert!(ran.out.ends_with("out: 10 files: 2 changed, 7 unchanged, 1 not written.\n"), "{}", ran.out);
}

#[test]
fn one_that_is_open_and_as_it_should_be_is_no_trouble() {
    let desk = published();
    desk.file("out/~$Call.docx", b"\x0aJane Smith");
    assert_eq!(written(&desk, PUBLISH, 0).0, [""; 0]);
}

#[test]
fn what_somebody_wrote_into_a_published_blank_is_never_lost() {
    let desk = published();
    let pack = stopgap::desk::pack_in(&desk.path("defs")).unwrap();
    let call = pack.template("call").unwrap();
    let mut answers = form::Answers::default();
    answers.set(call, "worker_name=Jane Smith").unwrap();
    let filled = form::fill(&desk.bytes("out/Call.docx"), call, &answers).unwrap();
    desk.file("out/Call.docx", &filled);
    let told = "stopgap: out/Call.docx is not as stopgap left it, so somebody may have written in it: look at it, move it away, and publish again\n";
    for _ in 0..2 {
        let (names, said, trouble) = written(&desk, PUBLISH, 3);
        assert_eq!((names.as_slice(), trouble.as_str()), (&[][..], told));
        assert_eq!(said, "out: 10 files: 9 unchanged, 1 not written.\n");
    }
    fs::rename(desk.path("out/Call.docx"), desk.path("Jane.docx")).unwrap();
    assert_eq!(written(&desk, PUBLISH, 0).0, ["Call.docx"]);
    assert_eq!(desk.bytes("Jane.docx"), filled);
}

#[test]
fn a_file_of_ours_in_name_only() {
    let desk = desk();
    fs::create_dir_all(desk.path("out/Call.docx")).unwrap();
    desk.file("out/Tracker.docx", "somebody's");
    let (names, said, trouble) = written(&desk, PUBLISH, 3);
    assert_eq!(names.len(), 8);
    assert!(said.ends_with("out: 10 files: 8 made, 2 not written.\n"), "{said}");
    assert!(trouble.contains("out/Tracker.docx is not as stopgap left it"), "{trouble}");
    assert!(trouble.contains("out/Call.docx is a folder"), "{trouble}");
}

#[test]
fn broken_off_and_begun_again_it_is_whole() {
    let desk = published();
    // As a stopgap leaves it that was killed while it wrote the third file for the first time.
    for name in ["manifest.json", "Visit.docx", "definitions/call.yaml"] {
        fs::remove_file(desk.path("out").join(name)).unwrap();
    }
    desk.file("out/.Visit.docx.0123456789abcdef.tmp", "half");
    desk.run(PUBLISH).ok();
    let names: Vec<String> = state(&desk).into_keys().collect();
    assert_eq!(names, state(&published()).into_keys().collect::<Vec<_>>());
    assert_eq!(written(&desk, PUBLISH, 0).0, [""; 0]);
}

#[test]
fn killed_at_any_moment_and_begun_again_with_other_definitions_it_is_whole() {
    let announces = |desk: &Desk| {
        let manifest: Json = serde_json::from_slice(&desk.bytes("out/manifest.json")).unwrap();
        !manifest["writing"].is_null()
    };
    let mut killed_while_writing = 0;
    // None: as soon as the manifest says what is about to be written.
    let moments = [0, 5, 10, 20, 40, 80].map(Some).into_iter().chain([None; 3]);
    for patience in moments {
        let desk = published();
        let edit = |label: &str| {
            let shared = format!(
                "title: About you\nfields:\n  - {{ id: worker_name, label: {label}, type: person }}\n"
            );
            desk.file("defs/shared/header.yaml", shared);
        };
        edit("Name");
        let mut command = desk.command(env!("CARGO_BIN_EXE_stopgap"), PUBLISH);
        let mut child = command.stdout(Stdio::null()).spawn().unwrap();
        match patience {
            Some(patience) => std::thread::sleep(Duration::from_millis(patience)),
            None => while !announces(&desk) && child.try_wait().unwrap().is_none() {},
        }
        // It may have ended by itself.
        let _ = child.kill();
        child.wait().unwrap();
        killed_while_writing += usize::from(announces(&desk));
        edit("Who you are");
        desk.run(PUBLISH).ok();
        assert_eq!(written(&desk, PUBLISH, 0).0, [""; 0], "killed after {patience:?} ms");
        let leftovers: Vec<String> = state(&desk).into_keys().filter(|name| name.contains(".tmp")).collect();
        assert_eq!(leftovers, [""; 0], "killed after {patience:?} ms");
    }
    assert!(killed_while_writing > 0, "no kill hit a write");
}

#[test]
fn broken_off_after_one_file_and_begun_again_with_other_definitions() {
    let desk = published();
    let before: Json = serde_json::from_slice(&desk.bytes("out/manifest.json")).unwrap();
    let visit = desk.bytes("out/Visit.docx");
    let label = |label: &str| template("call", "Call").replace("label: Colour", &format!("label: {label}"));
    desk.file("defs/call.yaml", label("Hue"));
    desk.run(PUBLISH).ok();
    let after: Json = serde_json::from_slice(&desk.bytes("out/manifest.json")).unwrap();
    let mut broken_off = before.clone();
    broken_off["writing"] = after["files"].clone();
    desk.file("out/manifest.json", broken_off.to_string());
    desk.file("defs/call.yaml", label("Shade"));
    let (names, _, _) = written(&desk, PUBLISH, 0);
    assert_eq!(names, ["Call.docx", "definitions/call.yaml", "manifest.json"]);
    assert_eq!(desk.bytes("out/Visit.docx"), visit);
    let whole: Json = serde_json::from_slice(&desk.bytes("out/manifest.json")).unwrap();
    assert_eq!(whole["writing"], Json::Null);
}

#[test]
fn people_who_publish_at_once_take_turns() {
    let desk = desk();
    for title in ["One", "Two"] {
        for part in ["lists/colours", "shared/header", "visit"] {
            let folder = desk.path(&format!("{title}/{part}.yaml"));
            fs::create_dir_all(folder.parent().unwrap()).unwrap();
            fs::copy(desk.path(&format!("defs/{part}.yaml")), folder).unwrap();
        }
        desk.file(
            &format!("{title}/call.yaml"),
            template("call", "Call").replace("Use it", &format!("{title} says to use it")),
        );
    }
    let publisher = |number: usize| {
        let defs = if number.is_multiple_of(2) { "One" } else { "Two" };
        let words = format!("publish --templates {defs} --to out");
        let mut command = desk.command(env!("CARGO_BIN_EXE_stopgap"), &words);
        command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let all: Vec<_> = (0..6).map(publisher).collect();
    for one in all {
        let ran = one.wait_with_output().unwrap();
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    }
    // Whoever came last: all of it is theirs.
    let last =
        if desk.bytes("out/definitions/call.yaml") == desk.bytes("One/call.yaml") { "One" } else { "Two" };
    assert_eq!(
        written(&desk, &format!("publish --templates {last} --to out"), 0).0,
        [""; 0],
        "not whole after {last}"
    );
}

#[test]
fn definitions_with_faults_are_not_published() {
    let desk = desk();
    desk.file("defs/call.yaml", "template: call\n")
        .file("defs/visit.yaml", "template: visit\nrevision: one\n");
    let ran = desk.run(PUBLISH);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("--> defs/call.yaml:1:1"), "{}", ran.err);
    assert!(!desk.path("out").exists());
}

#[test]
fn a_folder_that_cannot_be_used() {
    let desk = desk();
    desk.file("file", "").file("out", "");
    desk.run("publish --templates defs --to lost/out")
        .fails(3, "there is no folder lost: look whether the drive is connected, or make it first");
    desk.run(PUBLISH).fails(3, "out is a file: name a folder");
    fs::create_dir(desk.path("other")).unwrap();
    desk.file("other/manifest.json", r#"{"name": "a web page"}"#);
    desk.run("publish --templates defs --to other")
        .fails(3, "other/manifest.json is not stopgap's: move it away, or publish into another folder");
    assert_eq!(desk.bytes("other/manifest.json"), br#"{"name": "a web page"}"#);
}

#[test]
fn the_manifest_tells_the_truth() {
    let desk = published();
    let manifest: Json = serde_json::from_slice(&desk.bytes("out/manifest.json")).unwrap();
    let files = manifest["files"].as_array().unwrap();
    let names: Vec<&str> = files.iter().map(|file| file["name"].as_str().unwrap()).collect();
    assert!(names.is_sorted());
    let mut there = state(&desk);
    there.remove("manifest.json").unwrap();
    assert_eq!(names, there.keys().collect::<Vec<_>>());
    for file in files {
        let (_, bytes) = &there[file["name"].as_str().unwrap()];
        assert_eq!(file["blake3"], blake3::hash(bytes).to_hex().as_str());
    }
    let call = files.iter().find(|file| file["name"] == "Call.docx").unwrap();
    assert_eq!((&call["template"], &call["revision"]), (&Json::from("call"), &Json::from(1)));
    assert_eq!(desk.bytes("out/definitions/lists/colours.yaml"), desk.bytes("defs/lists/colours.yaml"));
}

#[test]
fn every_document_opens_and_the_definitions_give_the_same_again() {
    let desk = Desk::new();
    desk.run("publish --to out").ok();
    let mut forms = 0;
    for (name, (_, bytes)) in state(&desk) {
        if !name.ends_with(".docx") {
            continue;
        }
        let text = Package::open(&bytes).unwrap().main_text().unwrap();
        assert!(text.contains("<w:tbl>"), "{name}");
        if let Ok(form) = form::read(&bytes, &Pack::embedded(), jiff::civil::date(2026, 11, 17)) {
            // A title may have signs that no file name has.
            let plain = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            assert_eq!(plain(&name), plain(&format!("{}.docx", form.definition.title)));
            forms += 1;
        }
    }
    assert_eq!(forms, Pack::embedded().templates().len());
    let tracker = Tracker::read(&desk.bytes("out/Tracker.docx")).unwrap();
    assert!(tracker.rows().is_empty() && tracker.your_name().is_none() && tracker.team_name().is_none());
    assert_eq!(written(&desk, "publish --templates out/definitions --to out", 0).0, [""; 0]);
}
