use crate::{council::Council, program::Desk};
use stopgap::{
    clipboard::Shield,
    desk::settings::{AdvanceBy, ClipboardSettings, EXAMPLE, RestrictedRows, Settings},
    diagnostic::Level,
    template::date::parse_date_time,
};

/// The rest of the settings around an example of one of their keys.
const AROUND: [(&str, &str); 4] = [
    ("share:", "share: O:\\Children's"),
    ("published:", "published: O:\\Children's\\Blank forms"),
    ("secure:", "secure: H:\\Restricted"),
    (
        "services:",
        "services: [{ name: Early Help, teams: [{ name: EHCentral, mailbox: eh@example.gov.uk }] }]",
    ),
];

fn with(lines: &str) -> String {
    let around = AROUND.iter().filter(|(key, _)| !lines.starts_with(key)).map(|(_, line)| *line);
    around.chain([lines]).fold(String::new(), |text, line| text + line + "\n")
}

pub fn codes_of(lines: &str) -> Vec<&'static str> {
    let (_, faults) = Settings::check("stopgap.yaml", &with(lines));
    faults.list.iter().map(|fault| fault.code).collect()
}

#[track_caller]
fn read(lines: &str) -> Settings {
    Settings::read("stopgap.yaml", &with(lines)).unwrap()
}

#[test]
fn the_example_is_whole_and_has_no_faults() {
    let (settings, faults) = Settings::check("stopgap.yaml", EXAMPLE);
    assert!(faults.list.is_empty(), "{faults}");
    let settings = settings.unwrap();
    assert_eq!(settings.secure, "%USERPROFILE%\\Documents\\Restricted records");
    assert_eq!(settings.restricted_rows, RestrictedRows::NumberOnly);
    assert_eq!(settings.team("sc north").unwrap().1.mailbox.as_deref(), Some("scnorth@example.gov.uk"));
    assert!(settings.system("LCS").is_some_and(|lcs| lcs.notice.is_some()));
    assert!(settings.outages[0].is_planned);
}

#[test]
fn every_fault_is_drawn_at_once() {
    let text = "\
council: [Example]
share: Children's
published: \"O:\\new\"
secure: \"O:\\temp\"
restricted-rows: none
services:
  - name: Aux
    teams:
      - {name: SCNorth, mailbox: SC North}
      - {name: scnorth, mailbox: north@example.gov.uk}
      - {name: SCSouth}
systems:
  - {name: LCS, live: 'https://lcs.example.gov.uk', read-only: ['https://LCS.example.gov.uk', lcs]}
outages:
  - {id: A, planned: perhaps, from: 10/11/2026 18:00, to: 9/11/2026 18:00, read-only-since: Monday}
setings: x
";
    let (settings, faults) = Settings::check("stopgap.yaml", text);
    assert!(settings.is_none());
    insta::assert_snapshot!(faults);
}

#[test]
fn paths_are_whole_on_any_system() {
    for path in ["O:\\x", "o:/x", "\\\\server\\x", "/srv/x", "~/x", "'%USERPROFILE%\\x'"] {
        assert_eq!(codes_of(&format!("secure: {path}")), Vec::<&str>::new(), "{path}");
    }
    for path in ["x", "x\\y", "O:x", "./x", "'%x'", "\u{e9}:\\x"] {
        assert_eq!(codes_of(&format!("secure: {path}")), ["SG050"], "{path}");
    }
}

#[test]
fn a_path_that_begins_with_a_sign_of_yaml_goes_into_quotes_that_leave_it_alone() {
    let (_, faults) = Settings::check("stopgap.yaml", "secure: %USERPROFILE%\\x\n");
    let drawn = faults.to_string();
    assert!(drawn.contains("help: put the whole text in single quotes, '"), "{drawn}");
}

#[test]
fn the_secure_place_is_apart_from_the_share() {
    for path in ["O:\\Children's\\Restricted", "o:/children's/", "O:\\"] {
        assert_eq!(codes_of(&format!("secure: {path}")), ["SG051"], "{path}");
    }
    assert_eq!(codes_of("secure: O:\\Children's restricted"), Vec::<&str>::new());
}

#[test]
fn the_clipboard_is_used_as_usual_where_nothing_else_is_said() {
    let usual = ClipboardSettings::default();
    assert_eq!(read("council: X").clipboard, usual);
    assert_eq!(Settings::check("stopgap.yaml", EXAMPLE).0.unwrap().clipboard, usual);
    assert!(usual.has_guard && usual.options.gesture && usual.options.shield.on);
}

#[test]
fn the_clipboard_is_used_as_the_council_wants_it() {
    let ClipboardSettings { advance, has_guard, options } = read(
        "clipboard:
  advance: key
  idle: 120
  idle-restricted: 20
  allow: [RDPCLIP.EXE, viewer.exe]
  deny: mstsc
  targets: lcs.exe
  shield: no
  gesture: no
  guard: no
  keys: { next: [Ctrl+Shift+F8, Ctrl+Alt+PgUp], go-to: none }",
    )
    .clipboard;
    assert_eq!(
        (advance, has_guard, options.gesture, options.shield.on),
        (AdvanceBy::Key, false, false, false)
    );
    assert_eq!((options.idle.as_secs(), options.idle_restricted.as_secs()), (120, 20));
    let shield = options.shield;
    let has = |list: &[String], name: &str| list.iter().any(|listed| Shield::is_same(listed, name));
    assert!(has(&shield.allow, "viewer") && has(&shield.targets, "lcs") && has(&shield.targets, "msedge"));
    // What stopgap would deny or allow by itself gives way.
    assert!(!has(&shield.deny, "rdpclip") && has(&shield.deny, "ditto"));
    assert!(!has(&shield.allow, "mstsc") && has(&shield.deny, "mstsc"));
    let keys: Vec<String> = options.keys.iter().map(|(key, chords)| format!("{key:?} {chords:?}")).collect();
    let back = "Back [Ctrl+Alt+Shift+PgUp]";
    assert_eq!(keys, ["Next [Ctrl+Shift+F8, Ctrl+Alt+PgUp]", back, "GoTo []"]);
}

#[test]
fn slips_about_the_clipboard_are_told() {
    for (line, codes) in [
        ("{ idle: 5 }", vec!["SG014"]),
        ("{ idle: long }", vec!["SG014"]),
        ("{ advance: mouse }", vec!["SG013"]),
        ("{ shield: perhaps }", vec!["SG013"]),
        ("{ allow: 'C:\\x.exe' }", vec!["SG070"]),
        ("{ allow: [a.exe, b], deny: A }", vec!["SG071"]),
        ("{ keys: { next: Ctrl+C } }", vec!["SG072"]),
        ("{ keys: { next: Ctrl+Alt+F1, back: alt+ctrl+f1 } }", vec!["SG073"]),
        ("{ keys: { stop: Ctrl+Alt+F1 } }", vec!["SG010"]),
        ("on", vec!["SG013"]),
    ] {
        assert_eq!(codes_of(&format!("clipboard: {line}")), codes, "{line}");
    }
}

#[test]
fn a_team_without_a_mailbox_is_only_warned_about() {
    let (_, faults) = Settings::check("s", &with("services: [{ name: A, teams: [{ name: One }] }]"));
    assert_eq!(faults.list.iter().map(|f| f.level).collect::<Vec<_>>(), [Level::Warning]);
}

#[test]
fn what_is_looked_up_as_one_stands_once() {
    let services = |one: &str, other: &str| {
        let team = |name: &str| format!("{{ name: {name}, mailbox: a@example.gov.uk }}");
        codes_of(&format!(
            "services: [{{ name: A, teams: [{}] }}, {{ name: B, teams: [{}] }}]",
            team(one),
            team(other)
        ))
    };
    for other in ["SC North", "S.C. North", "sc-north"] {
        assert_eq!(services("SCNorth", other), ["SG052"], "{other}");
        let named = read("services: [{ name: A, teams: [{ name: SCNorth, mailbox: a@example.gov.uk }] }]");
        assert!(named.team(other).is_some(), "{other}");
    }
    assert_eq!(services("SCNorth", "SCNorth 2"), Vec::<&str>::new());
    let teams = |name: &str| format!("teams: [{{ name: {name}, mailbox: a@example.gov.uk }}]");
    let twice =
        format!("services: [{{ name: Early Help, {} }}, {{ name: EarlyHelp, {} }}]", teams("A"), teams("B"));
    assert_eq!(codes_of(&twice), ["SG052"]);
    assert_eq!(codes_of("systems: [{ name: LCS }, { name: L.C.S. }]"), ["SG052"]);
    let outages = |one: &str, other: &str| {
        codes_of(&format!(
            "outages: [{{ id: {one}, from: 1/1/2026 08:00 }}, {{ id: {other}, from: 1/2/2026 08:00 }}]"
        ))
    };
    assert_eq!(outages("A", "a"), ["SG052"]);
    assert_eq!(outages("2026-1-11", "2026-11-1"), Vec::<&str>::new());
}

#[test]
fn work_belongs_to_the_outage_in_which_it_was_recorded() {
    let settings = read(
        "outages:
  - { id: past, from: 1/11/2026 08:00, to: 2/11/2026 08:00 }
  - { id: now, from: 10/11/2026 18:00, read-only-since: 10/11/2026 17:00 }",
    );
    for (at, id) in [
        ("1/11/2026 12:00", Some("past")),
        ("2/11/2026 08:01", None),
        ("2/11/2026", Some("past")),
        ("5/11/2026", None),
        ("10/11/2026 16:59", None),
        ("10/11/2026 17:30", Some("now")),
        ("10/11/2026", Some("now")),
        ("1/12/2026 12:00", Some("now")),
    ] {
        let (date, time) = parse_date_time(at).unwrap();
        assert_eq!(settings.outage_of(date, time).map(|outage| outage.id.as_str()), id, "{at}");
    }
}

/// What the doctor says, with the folder of the test left out.
fn doctor(council: &Council, words: &str) -> String {
    let ran = council.run(&format!("doctor {words}"));
    format!("{}ends with {}\n", council.desk.steady(&ran.out), ran.code)
}

#[test]
fn the_doctor_says_what_works() {
    let council = Council::new();
    insta::assert_snapshot!(doctor(&council, ""));
    council.settings("", "outages: [{ id: A, form: 1/1/2026 08:00 }]\n");
    insta::assert_snapshot!(doctor(&council, ""));
    council.settings("secure: {}/secure", "secure: '%NO_SUCH_NAME%/secure'");
    insta::assert_snapshot!(doctor(&council, "--json"));
    council.settings("share: {}/share\n", "share: {}/gone\n");
    insta::assert_snapshot!(doctor(&council, ""));
}

#[test]
fn where_nothing_is_published_or_no_drive_is_there_it_is_said() {
    let council = Council::new();
    std::fs::remove_dir_all(council.desk.path("share/Blank forms")).unwrap();
    let folder = council.desk.path("share/Blank forms").display().to_string();
    let nothing =
        format!("nothing is published in {folder}: an administrator runs `stopgap publish --templates DIR`");
    let commands = ["forms", "status", "enter", "new contact", ""];
    for command in commands {
        council.run(command).fails(3, &nothing);
    }
    assert!(council.run("doctor").out.contains("nothing is published in"));
    std::fs::create_dir_all(council.desk.path("share/Blank forms/definitions")).unwrap();
    council.run("forms").fails(3, &nothing);
    std::fs::remove_dir_all(council.desk.path("share")).unwrap();
    let share = council.desk.path("share").display().to_string();
    for command in commands {
        council
            .run(command)
            .fails(3, &format!("{share} cannot be reached: look whether the drive is connected"));
    }
}

#[test]
fn with_settings_nobody_is_led_round_their_own_folder() {
    let said = Council::new().run("").ok();
    assert!(said.contains("\n  stopgap new  ") && said.contains("\n  stopgap enter  "), "{said}");
    assert!(!said.contains("FILE.docx"), "{said}");
}

#[test]
fn without_settings_the_doctor_says_where_it_looked() {
    let ran = Desk::new().run("doctor");
    assert!(ran.code == 0 && ran.out.starts_with("LOOK  settings: none"), "{}", ran.out);
    assert_eq!(Desk::new().run("doctor --settings no.yaml").code, 3);
}

/// A link in the share leads out of it, or one outside leads in: names do not tell.
#[cfg(unix)]
#[test]
fn a_secure_place_that_is_a_link_into_the_share_is_refused() {
    let council = Council::new();
    std::fs::create_dir(council.desk.path("share/hidden")).unwrap();
    std::os::unix::fs::symlink(council.desk.path("share/hidden"), council.desk.path("secure")).unwrap();
    assert!(doctor(&council, "").contains("lies in the shared folder"));
}

#[test]
fn settings_in_force_are_shown() {
    let council = Council::new();
    council.settings("share: {}/share\n", "share: {}/share\nshares: x\n");
    let ran = council.run("settings");
    assert!(ran.code == 1 && ran.out.is_empty() && ran.err.contains("SG010"), "{}{}", ran.out, ran.err);
    council.settings(
        "",
        "outages:\n  - { id: A, from: 1/1/2026 08:00, to: 2/1/2026 08:00 }\n  - { id: B, from: 1/2/2026 08:00 }\nclipboard: { advance: key, guard: no, shield: no, idle: 90 }\nrestricted-rows: full\n",
    );
    insta::assert_snapshot!(council.desk.steady(&council.run("settings").ok()));
}

#[test]
fn settings_are_checked_and_an_example_is_printed() {
    let desk = Desk::new();
    assert_eq!(desk.run("settings --example").ok(), EXAMPLE);
    insta::assert_snapshot!(desk.file("mine.yaml", EXAMPLE).run("settings mine.yaml").ok());
    assert!(desk.run("settings").ok().starts_with("There are no settings."));
    let ran = desk.file("stopgap.yaml", "council: X").run("settings");
    assert!(ran.code == 1 && ran.err.contains("SG012"), "{}", ran.err);
    // What would use them does not go on without them.
    assert_eq!(desk.run("forms").code, 1);
}
