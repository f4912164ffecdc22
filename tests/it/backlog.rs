use crate::{
    council::{Council, LIVE},
    program::{Desk, today},
};
use jiff::ToSpan;
use serde_json::Value;
use std::{fs, sync::LazyLock};
use stopgap::{
    desk::{Options, Places, Sitting, SittingError, now},
    reentry::{Hands, Input, Items, SkipReason, StepKind, Want},
    template::{Pack, date::show_date},
};

const TRACKER: &str = "share/Assessment/SCNorth/Jane Smith/SCNorth_JaneSmith.docx";

fn child(pin: &str, surname: &str) -> String {
    format!("pin={pin}\nchild_surname={surname}\nchild_forename=Dee\nchild_dob=12/04/2010\nrestricted=no\n")
}

/// A case note and a contact of two children, and work that was noted in the tracker only.
fn council() -> Council {
    let council = Council::new();
    let note = "event_at=17/11/2026 11:45\ntitle=Home visit\nnote=Dee said so.\nnote_type=VISIT\nthird_party=no\nworker_name=Jane Smith\nreenter_by=Me\npass_on=no\nsystem=LCS\n";
    council.new_form("case-note", &format!("{}{note}", child("8123477", "Inventson")));
    council.new_form("contact", &child("8123499", "Samplesson"));
    let recorded = &*SIX_DAYS_AGO;
    council.run(&format!(r#"tracker add "{TRACKER}" --pin 8123488 --surname Madeup --dob 1/2/2020 --nature "Rang the school" --recorded "{recorded} 10:00""#)).ok();
    council
}

/// When work was noted that is six days old.
static SIX_DAYS_AGO: LazyLock<String> = LazyLock::new(|| show_date(today().saturating_sub(6.days())));

/// What the program wanted, line by line, when it got these lines.
fn wants(council: &Council, words: &str, lines: &[&str]) -> Vec<Value> {
    let ran = council.desk.run_with(&format!("enter --print --json {words}"), &lines.join("\n"));
    assert_eq!(ran.code, 0, "{ran:?}");
    ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn ones_own_queue_is_shown_in_the_order_of_entry() {
    let council = council();
    let ran = council.desk.run_with("enter --print", "q\n");
    insta::assert_snapshot!(council.desk.steady(&ran.ok()));
}

#[test]
fn a_program_picks_from_it() {
    let wants = wants(&council(), "", &["9", "2", "q"]);
    let works = wants[0]["works"].as_array().unwrap();
    assert_eq!(
        works.iter().map(|work| work["child"].as_str().unwrap()).collect::<Vec<_>>(),
        ["Samplesson", "Inventson", "Madeup"]
    );
    assert_eq!(wants[1]["say"], "Answer with a number from the list, or q.");
    assert_eq!(wants[2]["wants"], "live");
}

#[test]
fn a_form_that_is_entered_leaves_the_queue() {
    let council = council();
    // Its six steps are gone through, and the record is saved.
    let lines = ["2", LIVE, "8123477", "n", "n", "n", "n", "n", "n", "y", "q"];
    let wanted = wants(&council, "", &lines);
    let picks: Vec<usize> = wanted
        .iter()
        .filter(|line| line["wants"] == "pick")
        .map(|line| line["works"].as_array().unwrap().len())
        .collect();
    assert_eq!(picks, [3, 2], "{wanted:#?}");
    assert!(council.rows(TRACKER).contains("entered"));
}

#[test]
fn what_is_begun_says_so_in_the_queue_and_in_status() {
    let council = council();
    let enter_some =
        |lines: &str| council.desk.run_with("enter --print", &format!("2\n{LIVE}\n8123477\n{lines}q\n")).ok();
    // Opened, and nothing done yet.
    enter_some("");
    assert!(!council.run("status").ok().contains("begun"));
    enter_some("n\nn\nn\n");
    let begun = format!(", begun: 3 steps done, the last on {} by Jane Smith", show_date(today()));
    let queue = council.desk.run_with("enter --print", "q\n").ok().replace("\n      ", " ");
    assert!(queue.contains(&format!(", from today{begun}")), "{queue}");
    assert_eq!(queue.matches("begun").count(), 1, "{queue}");
    let status = council.run("status").ok();
    assert!(status.contains(&begun), "{status}");
    let open = &council.status("")["teams"][0]["people"][0]["open"];
    let begun: Vec<&Value> = open.as_array().unwrap().iter().map(|open| &open["begun"]["steps"]).collect();
    assert_eq!(begun.iter().filter(|steps| steps.is_u64()).count(), 1, "{open}");
    // In the same words where one picks from it.
    let picks = &wants(&council, "", &["q"])[0]["works"];
    let in_queue = |begun: &&Value| picks.as_array().unwrap().iter().any(|work| work["begun"] == **begun);
    let of_status =
        open.as_array().unwrap().iter().map(|open| &open["begun"]).find(|begun| begun.is_object());
    assert!(of_status.as_ref().is_some_and(in_queue), "{picks}");
}

#[test]
fn what_was_done_in_a_record_that_is_saved_says_nothing_of_the_next_child() {
    let council = Council::new();
    let brother = "also_for[1].pin=8123488\nalso_for[1].surname=Inventson\nalso_for[1].dob=01/02/2016\n";
    let note = "event_at=17/11/2026 11:45\ntitle=Home visit\nnote=Dee said so.\nnote_type=VISIT\nthird_party=no\nworker_name=Jane Smith\nreenter_by=Me\npass_on=no\nsystem=LCS\n";
    council.new_form("case-note", &format!("{}{note}{brother}", child("8123477", "Inventson")));
    let enter = |lines: &str| council.desk.run_with("enter --print", &format!("1\n{LIVE}\n{lines}q\n")).ok();
    let queue = || council.desk.run_with("enter --print", "q\n").ok().replace("\n      ", " ");
    enter("8123477\nn\n");
    assert_eq!(queue().matches(", form begun: 1 step done").count(), 2, "{}", queue());
    enter("8123477\nn\nn\nn\nn\nn\ny\n");
    assert!(council.rows(TRACKER).contains("entered") && !queue().contains("begun"), "{}", queue());
    enter("8123488\nn\nn\n");
    assert_eq!(queue().matches(", form begun: 2 steps done").count(), 1, "{}", queue());
    // A line that cannot be read costs what it says, and no more.
    let lies_at = |file: &String| file.ends_with(".progress.jsonl");
    let file = council.files("share").into_iter().find(lies_at).unwrap();
    let mut lines = council.desk.bytes(&file);
    lines.extend_from_slice(b"{\"at\":\"2026-11-17T11:45:00\",\"did\":\"danced\"}\n");
    council.desk.file(&file, lines);
    assert_eq!(queue().matches(", form begun: 2 steps done").count(), 1, "{}", queue());
}

#[test]
fn the_children_of_one_form_are_told_apart() {
    let council = Council::new();
    let others = "also_for[1].pin=8123488\nalso_for[1].surname=Inventson\nalso_for[1].dob=01/02/2016\nalso_for[2].pin=8123499\nalso_for[2].surname=Otherson\nalso_for[2].dob=01/02/2017\n";
    council.new_form("contact", &format!("{}{others}", child("8123477", "Inventson")));
    let queue = council.desk.steady(&council.desk.run_with("enter --print", "q\n").ok());
    for what in [
        "7K3F-2, row 1 of 3 of this form, from today",
        "7K3F-2, row 2 of 3 of this form, from today",
        "7K3F-2, row 3 of 3 of this form, from today",
        "pieces of work to enter for 3 children:\nInventson\n",
        "\nOtherson\n",
    ] {
        assert!(queue.contains(what), "{queue}");
    }
    let status = council.desk.steady(&council.run("status --all").ok());
    assert!(
        status.contains("New contact 7K3F-2, row 2 of 3 of this form") && !status.contains("Otherson"),
        "{status}"
    );
    council.run(&format!(r#"tracker stamp "{TRACKER}" --row 1"#)).ok();
    let queue = council.desk.run_with("enter --print", "q\n").ok();
    assert!(!queue.contains("row 1 of 3") && queue.contains("row 2 of 3"), "{queue}");
}

#[test]
fn where_one_row_of_a_form_is_restricted_nobody_is_told_of_it() {
    let council = Council::new();
    let brother = "also_for[1].pin=8123488\nalso_for[1].surname=Inventson\nalso_for[1].dob=01/02/2016\n";
    council.new_form("contact", &format!("{}{brother}", child("8123477", "Inventson")));
    let status = || council.run("status --all").ok();
    assert!(status().contains("row 2 of 2 of this form"), "{}", status());
    let number = council.status("")["teams"][0]["people"][0]["open"][0]["form"].as_str().unwrap().to_owned();
    let row = format!(
        "pin=8123466\nsurname=Hiddenson\ndob=01/02/2016\nrestricted=yes\nnature=New Contact ({number})\n"
    );
    council.desk.run_with(&format!(r#"tracker add "{TRACKER}" --set -"#), &row).ok();
    assert!(status().contains(&number) && !status().contains("of this form"), "{}", status());
}

#[test]
fn where_nothing_is_copied_a_yes_is_no_live_address_either() {
    let council = council();
    let readonly = "https://lcs.example.gov.uk/readonly/home";
    let ran = council.desk.run_with("enter --print", &format!("2\ny\n{readonly}\ny\n{LIVE}\nq\n"));
    let said = ran.ok().replace('\n', " ");
    assert!(said.contains("Type what the address bar of the browser shows, or paste it here. > y"), "{said}");
    assert!(said.contains("> y  Type the address that the bar of the browser shows"), "{said}");
    assert!(said.contains("That is Read Only or a test system"), "{said}");
    assert_eq!(said.matches("Open the record of").count(), 1, "{said}");
}

#[test]
fn work_without_a_form_is_stamped_when_the_person_says_so() {
    let council = council();
    let ran = council.desk.run_with("enter --print", "3\nno\n3\ny\nq\n");
    let said = council.desk.steady(&ran.ok());
    let work = format!("Rang the school, recorded {} 10:00.\nThere is no form of it here", *SIX_DAYS_AGO);
    assert!(said.contains(&work), "{said}");
    assert!(said.contains("Row 3 of ") && said.contains("is stamped with "), "{said}");
    let rows: Value =
        serde_json::from_str(&council.run(&format!(r#"tracker show "{TRACKER}" --json"#)).ok()).unwrap();
    assert!(rows["rows"][2]["entered"].is_string() && rows["rows"][0]["entered"].is_null());
}

#[test]
fn a_colleague_enters_for_somebody_who_is_away() {
    let council = council();
    let who = r#"--name "A Khan" --team SCNorth"#;
    let ran = council.desk.run_with(&format!(r#"enter --print --for "jane smith" {who}"#), "");
    assert!(ran.code == 2 && ran.err.contains("say why the colleague does not enter it"), "{}", ran.err);
    let lines = ["2", LIVE, "8123477", "n", "n", "n", "q"];
    let wanted = wants(&council, &format!(r#"--for "jane smith" --reason "off sick" {who}"#), &lines);
    let texts: String = wanted.iter().filter_map(|line| line["text"].as_str()).collect();
    assert!(texts.contains("by A Khan for Jane Smith (off sick)"), "{texts}");
    for (words, because) in [
        (r#"--for "Nobody At All" --reason x"#, "no team has a folder of Nobody At All"),
        (r#"--for "A Khan" --reason x"#, "no team has a folder of A Khan"),
    ] {
        let ran = council.desk.run_with(&format!("enter --print {words}"), "");
        assert!(ran.code == 2 && ran.err.contains(because), "{}", ran.err);
    }
}

#[test]
fn two_colleagues_of_one_name_are_told_apart() {
    let council = council();
    fs::create_dir_all(council.desk.path("share/Early Help/EHCentral/Jane Smith")).unwrap();
    fs::create_dir_all(council.desk.path("share/Assessment/SCSouth/Jane Smith")).unwrap();
    let who = r#"--name "Bo Li" --team EHCentral --reason x"#;
    // In one's own team it is the one that is meant.
    assert_eq!(
        council.desk.run_with(&format!(r#"enter --print --for "Jane Smith" {who}"#), "").ok(),
        "Nothing is left to enter.\n"
    );
    let ran = council
        .desk
        .run_with(&format!(r#"enter --print --for "Jane Smith" --for-team SCNorth {who}"#), "q\n");
    assert!(ran.ok().starts_with("3 pieces of work to enter"));
}

/// What a colleague is told of one, so that nobody takes the backlog for done.
const LEFT_OUT: &str =
    "stopgap: left out: 1 piece of work about restricted records, for Jane Smith alone to enter\n";

#[test]
fn restricted_records_are_entered_by_their_worker_only() {
    let council = council();
    let restricted = child("8123466", "Hiddenson").replace("restricted=no", "restricted=yes");
    council.new_form("case-note", &restricted);
    let own = council.desk.run_with("enter --print", "q\n").ok();
    assert!(own.contains("A restricted record\n") && !own.contains("Hiddenson"), "{own}");
    let who = r#"--name "A Khan" --team SCNorth --reason x"#;
    let other = council.desk.run_with(&format!(r#"enter --print --for "Jane Smith" {who}"#), "q\n");
    assert!(!other.out.contains("restricted") && other.out.starts_with("3 pieces"), "{other:?}");
    assert_eq!(other.err, LEFT_OUT);
    // One that lies on the share is entered by nobody before it is moved.
    let secure = council.files("secure").into_iter().find(|file| file.contains("Case note")).unwrap();
    let on_share = "share/Assessment/SCNorth/Jane Smith/x.docx";
    fs::copy(council.desk.path(&secure), council.desk.path(on_share)).unwrap();
    let ran = council.desk.run_with(&format!(r#"enter --print "{on_share}""#), "");
    assert!(ran.code == 1 && ran.err.contains("run stopgap restrict"), "{}", ran.err);
}

/// Whatever face asks for it.
#[test]
fn no_sitting_is_for_a_restricted_record_on_the_share_or_of_another() {
    let (council, pack) = (council(), Pack::embedded());
    council.new_form("case-note", &child("8123466", "Hiddenson").replace("restricted=no", "restricted=yes"));
    let secure = council.files("secure").into_iter().find(|file| file.contains("Case note")).unwrap();
    let (secure, shared) = (council.desk.path(&secure), council.desk.path("share/x.docx"));
    fs::copy(&secure, &shared).unwrap();
    let (share, published) = (council.desk.path("share"), council.desk.path("share/Blank forms"));
    let places = Places { share, published, secure: council.desk.path("secure") };
    let options = || Options { places: Some(places.clone()), ..Options::new(&pack, now) };
    let on_share = Sitting::open(&shared, options()).err();
    assert!(matches!(on_share, Some(SittingError::RestrictedOnShare(_))), "{on_share:?}");
    let hands = Hands { on_behalf_of: Some("Jane Smith".into()), ..Hands::default() };
    let for_another = Sitting::open(&secure, Options { hands, ..options() }).err();
    assert!(matches!(for_another, Some(SittingError::RestrictedForAnother)), "{for_another:?}");
    // Nothing was begun, either.
    assert!(!council.files("").iter().any(|file| file.ends_with(".jsonl")));
    assert!(Sitting::open(&secure, options()).is_ok());
}

#[test]
fn a_row_that_says_restricted_is_no_work_for_a_colleague() {
    let council = council();
    let row = r#"--restricted --pin 8123466 --surname Hiddenson --dob 1/2/2016 --nature "Strategy meeting""#;
    council.run(&format!(r#"tracker add "{TRACKER}" {row}"#)).ok();
    let queue = |words: &str| council.desk.run_with(&format!("enter --print {words}"), "q\n");
    let own = queue("");
    assert!(own.out.starts_with("4 pieces") && own.err.is_empty(), "{own:?}");
    let other = queue(r#"--name "A Khan" --team SCNorth --reason x --for "Jane Smith""#);
    assert!(other.out.starts_with("3 pieces") && !other.out.contains("estricted"), "{other:?}");
    assert_eq!(other.err, LEFT_OUT);
}

#[test]
fn a_form_that_is_in_no_tracker_gets_its_row_first() {
    let council = council();
    let file = "share/Assessment/SCNorth/Jane Smith/Note.docx";
    council
        .desk
        .run_with(&format!(r#"new case-note --to "{file}" --set -"#), &child("8123455", "Newson"))
        .ok();
    // Being a note, it comes behind the contact.
    let ran = council.desk.run_with("enter --print", "2\nq\n").ok();
    assert!(ran.contains("not in the tracker"), "{ran}");
    assert!(ran.contains("The form was in no tracker: a row was added to "), "{ran}");
    assert!(council.rows(TRACKER).contains("8123455, Newson"));
}

#[test]
fn any_folder_can_be_entered_without_settings() {
    let desk = Desk::new();
    desk.run_with("new case-note --to note.docx --set -", &child("111", "Sample")).ok();
    let said = desk.run_with("enter . --print", "q\n").ok();
    assert!(said.starts_with("1 piece of work to enter for 1 child:\nSample\n   1  Case note"), "{said}");
    assert_eq!(desk.run_with("enter --print", "").code, 2);
}

#[test]
fn work_that_another_team_enters_is_not_in_the_queue() {
    let council = council();
    council.run(&format!(r#"tracker add "{TRACKER}" --pin 8123400 --surname Passedon --dob 1/2/2020 --nature "Visit, passed to SCSouth 18/11/2026, SCSouth enters it""#)).ok();
    let ran = council.desk.run_with("enter --print", "q\n").ok();
    assert!(ran.starts_with("3 pieces of work to enter") && !ran.contains("Passedon"), "{ran}");
}

const RESTRICTED_NOTE: &str = "event_at=17/11/2026 11:45\ntitle=Home visit\nnote=Dee said so.\nnote_type=VISIT\nthird_party=no\nreenter_by=Me\npass_on=no\nsystem=LCS\nalso_for[1].pin=8123455\nalso_for[1].surname=Hiddenson\nalso_for[1].dob=01/02/2016\n";

/// A restricted note for two children, entered by its worker; gives what was said at the end.
fn restricted_note_entered(council: &Council) -> String {
    let child = child("8123466", "Hiddenson").replace("restricted=no", "restricted=yes");
    council.new_form("case-note", &format!("{child}{RESTRICTED_NOTE}"));
    let form = council.files("secure").into_iter().find(|file| file.contains("Case note")).unwrap();
    let steps = "\n".repeat(8);
    let lines = format!("{LIVE}\n8123466\n{steps}y\n8123455\n{steps}y\n");
    let ran = council.desk.run_with(&format!("enter --print \"{form}\""), &lines);
    council.desk.steady(&ran.ok())
}

fn entered_rows(council: &Council, tracker: &str) -> Vec<bool> {
    let rows: Value =
        serde_json::from_str(&council.run(&format!(r#"tracker show "{tracker}" --json"#)).ok()).unwrap();
    rows["rows"].as_array().unwrap().iter().map(|row| row["entered"].is_string()).collect()
}

#[test]
fn a_restricted_record_is_stamped_in_the_secure_place_and_its_number_on_the_share() {
    let council = Council::new();
    let said = restricted_note_entered(&council);
    assert_eq!(entered_rows(&council, "secure/SCNorth_JaneSmith.docx"), [true, true], "{said}");
    assert_eq!(entered_rows(&council, TRACKER), [true]);
    assert!(council.rows(TRACKER).contains("  Restricted record"));
    assert!(said.contains("Row 1 of share/Assessment/SCNorth/Jane Smith/"), "{said}");
}

#[test]
fn where_the_council_wants_full_rows_on_the_share_they_are_the_ones_to_stamp() {
    let council = Council::new();
    council.settings("", "restricted-rows: full\n");
    let said = restricted_note_entered(&council);
    assert_eq!(entered_rows(&council, TRACKER), [true, true], "{said}");
}

/// A contact that leads to a referral, up to the step at which a manager has to authorise it.
fn contact_at_its_wait(desk: &Desk) -> Sitting {
    if !desk.path("contact.docx").exists() {
        let answers = child("8123477", "Inventson") + "outcome=NEW_REFERRAL\n";
        desk.run_with("new contact --to contact.docx --set -", &answers).ok();
    }
    let pack = Pack::embedded();
    let mut sitting = Sitting::open(&desk.path("contact.docx"), Options::new(&pack, now)).unwrap();
    loop {
        let input = match sitting.want() {
            Want::Live => Input::Yes,
            Want::Child { .. } => Input::Text("8123477".into()),
            Want::Key(card) if matches!(card.step().map(|step| &step.kind), Some(StepKind::Wait(_))) => {
                return sitting;
            }
            _ => Input::Next,
        };
        sitting.answer(input).unwrap();
    }
}

#[test]
fn what_a_form_was_left_waiting_for_is_told_until_it_is_done() {
    let desk = Desk::new();
    let told = |desk: &Desk| {
        let [queue, status] = ["enter . --print", "status ."].map(|words| desk.run_with(words, "q\n").ok());
        let waits = "waits: A manager has to authorise it before the referral screen opens.";
        [queue.contains(waits), status.contains(waits)]
    };
    let mut sitting = contact_at_its_wait(&desk);
    sitting.answer(Input::Skip(Some(SkipReason::Later), Items::Unsaid)).unwrap();
    // What comes behind it is not offered before.
    assert_eq!(sitting.outcome().unwrap().ending, stopgap::reentry::Ending::Later);
    drop(sitting);
    assert_eq!(told(&desk), [true, true]);
    // It comes back to that step; stopping there says the same.
    contact_at_its_wait(&desk).answer(Input::Quit).unwrap();
    assert_eq!(told(&desk), [true, true]);
    let mut sitting = contact_at_its_wait(&desk);
    sitting.answer(Input::Next).unwrap();
    sitting.answer(Input::Quit).unwrap();
    drop(sitting);
    assert_eq!(told(&desk), [false, false]);
}

#[test]
fn a_form_is_one_piece_of_work_wherever_its_row_is() {
    for way in ["number-only", "full"] {
        let council = council();
        council.settings("", &format!("restricted-rows: {way}\n"));
        council
            .new_form("case-note", &child("8123466", "Hiddenson").replace("restricted=no", "restricted=yes"));
        let note = council.files("share").into_iter().find(|file| file.contains("Case note")).unwrap();
        let below = "share/Assessment/SCNorth/Jane Smith/November";
        fs::create_dir(council.desk.path(below)).unwrap();
        fs::rename(council.desk.path(&note), council.desk.path(&format!("{below}/note.docx"))).unwrap();
        let ran = council.desk.run_with("enter --print", "q\n").ok();
        assert!(ran.starts_with("4 pieces of work to enter for 4 children:"), "{way}: {ran}");
        assert!(!ran.contains("not in the tracker") && !ran.contains("not here"), "{way}: {ran}");
        // It is entered from there, and its row in the folder above is stamped.
        let number = ran.lines().position(|line| line.contains("Case note")).unwrap();
        assert!(ran.lines().nth(number - 1).is_some_and(|name| name == "Inventson"), "{ran}");
        let lines = ["2", LIVE, "8123477", "n", "n", "n", "n", "n", "n", "y", "q"];
        wants(&council, "", &lines);
        assert!(council.rows(TRACKER).contains("entered"), "{way}");
    }
}

#[test]
fn a_copy_of_what_was_entered_gets_no_row() {
    let council = council();
    let folder = "share/Assessment/SCNorth/Jane Smith";
    wants(&council, "", &["2", LIVE, "8123477", "n", "n", "n", "n", "n", "n", "y", "q"]);
    let rows = council.rows(TRACKER);
    let note = council.files(folder).into_iter().find(|file| file.contains("Case note")).unwrap();
    // It comes back by mail under another name, and the row that it had is gone.
    let back = council.desk.path(&format!("{folder}/back.docx"));
    fs::rename(council.desk.path(&note), back).unwrap();
    fs::remove_file(council.desk.path(TRACKER)).unwrap();
    council.run(&format!(r#"tracker new --name "Jane Smith" --team SCNorth --to "{TRACKER}""#)).ok();
    let ran = council.desk.run_with("enter --print", "2\nq\n");
    assert!(ran.err.contains("it is not entered twice"), "{ran:?}");
    assert!(rows.contains("Inventson") && !council.rows(TRACKER).contains("Inventson"));
}

#[test]
fn what_is_odd_is_told_once() {
    let council = council();
    council.desk.file("share/Assessment/SCNorth/Jane Smith/broken.docx", "PK");
    let ran = council.desk.run_with("enter --print", "3\nno\n3\nno\nq\n");
    assert_eq!(ran.err.matches("broken.docx").count(), 1, "{}", ran.err);
}

/// A case note of two children, each with a row, of whom the first is entered while the tracker is open in Word.
fn first_of_two_entered() -> Council {
    let council = Council::new();
    let note = "event_at=17/11/2026 11:45\ntitle=Home visit\nnote=Dee said so.\nnote_type=VISIT\nthird_party=no\nworker_name=Jane Smith\nreenter_by=Me\npass_on=no\nsystem=LCS\n";
    let brother = "also_for[1].pin=8123488\nalso_for[1].surname=Inventson\nalso_for[1].dob=01/02/2016\n";
    council.new_form("case-note", &format!("{}{note}{brother}", child("8123477", "Inventson")));
    council.desk.file("share/Assessment/SCNorth/Jane Smith/~$North_JaneSmith.docx", b"\x0aJane Smith");
    let lines = format!("1\n{LIVE}\n8123477\nn\nn\nn\nn\nn\nn\ny\nq\n");
    let said = council.desk.run_with("enter --print", &lines).ok().replace('\n', " ");
    assert!(said.contains("The tracker is not stamped yet") && said.contains("Child 2 of 2"), "{said}");
    council
}

#[test]
fn of_a_form_for_two_the_child_whose_record_is_saved_is_not_to_enter() {
    let council = first_of_two_entered();
    council.counts(&serde_json::json!({ "open": 1, "to_stamp": 1, "without_row": 0 }));
    let open = council.status("")["teams"][0]["people"][0]["open"].clone();
    assert_eq!((open.as_array().unwrap().len(), &open[0]["row"]), (1, &2.into()), "{open}");
    let csv = council.run("status --csv");
    assert_eq!(csv.out.matches(",to enter").count(), 1, "{}", csv.out);
    assert!(csv.err.contains("1 entered and not stamped yet"), "{}", csv.err);
    let queue = council.desk.run_with("enter --print", "q\n").ok();
    let first = "1 piece of work to enter for 1 child, and 1 entered and not stamped yet:\n";
    assert!(queue.starts_with(first), "{queue}");
    let line =
        queue.replace("\n      ", " ").lines().find(|line| line.contains("row 1 of 2")).unwrap().to_owned();
    assert!(line.ends_with(", entered and not stamped yet"), "{queue}");
    let works = wants(&council, "", &["q"])[0]["works"].clone();
    let to_stamp: Vec<&Value> = works.as_array().unwrap().iter().map(|work| &work["to_stamp"]).collect();
    assert_eq!(to_stamp, [true, false]);
    // Once both are saved, and the tracker is open still.
    council.desk.run_with("enter --print", &format!("1\n{LIVE}\n8123488\nn\nn\nn\nn\nn\nn\ny\nq\n")).ok();
    council.counts(&serde_json::json!({ "open": 0, "to_stamp": 2 }));
    let queue = council.desk.run_with("enter --print", "q\n").ok();
    assert!(queue.starts_with("2 pieces of work entered and not stamped yet:\n"), "{queue}");
}

#[test]
fn a_child_who_has_no_row_yet_is_still_to_enter_when_the_other_is_saved() {
    let council = first_of_two_entered();
    let file =
        council.files("share").into_iter().find(|file| file.contains("Case note") && file.ends_with(".docx"));
    let number = council.status("")["teams"][0]["people"][0]["open"][0]["form"].as_str().unwrap().to_owned();
    fs::remove_file(council.desk.path("share/Assessment/SCNorth/Jane Smith/~$North_JaneSmith.docx")).unwrap();
    fs::remove_file(council.desk.path(TRACKER)).unwrap();
    council.run(&format!(r#"tracker new --name "Jane Smith" --team SCNorth --to "{TRACKER}""#)).ok();
    let row = format!("pin=8123477\nsurname=Inventson\ndob=12/04/2010\nnature=Case note ({number})\n");
    council.desk.run_with(&format!(r#"tracker add "{TRACKER}" --set -"#), &row).ok();
    council.counts(&serde_json::json!({ "open": 1, "to_stamp": 1, "without_row": 1 }));
    assert!(file.is_some());
}

#[test]
fn without_a_clipboard_the_list_ends_as_a_single_form_does() {
    let council = council();
    let list = council.desk.run_with("enter", "1\nq\n");
    let file = council.files("share").into_iter().find(|file| file.contains("New contact")).unwrap();
    let single = council.desk.run_with(&format!("enter \"{file}\""), "q\n");
    assert_eq!((single.code, list.code), (3, 3), "{list:?}");
    assert_eq!(list.err, single.err);
}
