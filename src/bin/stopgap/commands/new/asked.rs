//! What a person is asked for a new form.

use crate::{args::Who, faces::questions::Questions, failure::Failure};
use jiff::civil::DateTime;
use std::io::{BufRead, Write};
use stopgap::{
    desk::{Me, Workplace, settings::Settings},
    form::Pin,
    template::{
        FieldKind, Pack, TemplateDef,
        date::{parse_date, show_date, show_date_time},
        ids,
    },
};

/// Which form: words narrow the list, a number picks from it.
pub fn template<R: BufRead, W: Write>(person: &mut Questions<R, W>, pack: &Pack) -> Result<String, Failure> {
    let mut shown: Vec<&TemplateDef> = Vec::new();
    person.ask("Which form? Type a word of it, such as visit; Enter shows all.", |answer| {
        let by_number = answer.parse::<usize>().ok().and_then(|number| shown.get(number.checked_sub(1)?));
        if let Some(template) = by_number {
            return Ok(template.id.to_string());
        }
        let found = pack.search(answer);
        if let ([template], false) = (&found[..], answer.is_empty()) {
            return Ok(template.id.to_string());
        }
        if found.is_empty() {
            return Err("No form has these words. Type another, or Enter for all.".to_owned());
        }
        let lines: Vec<String> = found
            .iter()
            .enumerate()
            .map(|(at, template)| {
                format!("{:>4}  {} ({})", at + 1, template.title, template.systems.join(" or "))
            })
            .collect();
        shown = found;
        Err(format!("{}\nType the number, or another word.", lines.join("\n")))
    })
}

/// Where the person's forms go; whoever is not known yet is asked, and known from then on.
pub fn workplace<R: BufRead, W: Write>(
    mut person: Option<&mut Questions<R, W>>,
    settings: &Settings,
    who: &Who,
) -> Result<Workplace, Failure> {
    let said = who.name.as_ref().zip(who.team.as_ref());
    let known = match said {
        Some((name, team)) => Some(Me { name: name.clone(), team: team.clone(), folder: None }),
        None => Me::known()?.filter(|me| settings.team(&me.team).is_some()),
    };
    let me = match (known, &mut person) {
        (Some(me), _) => me,
        (None, Some(person)) => introduced(*person, settings)?,
        (None, None) => return Err(Failure::usage("say who you are: --name \"Jane Smith\" --team TEAM")),
    };
    let is_new = Me::known()?.is_none_or(|known| known != me);
    let mut workplace = Workplace::of(settings, me)?;
    if is_new {
        if let Some(person) = person {
            workplace = apart_from_others(person, settings, workplace)?;
        }
        workplace.me.keep()?;
    }
    Ok(workplace)
}

fn introduced<R: BufRead, W: Write>(
    person: &mut Questions<R, W>,
    settings: &Settings,
) -> Result<Me, Failure> {
    let name = person.ask("Your name?", |answer| match answer {
        "" => Err("Type your first name and surname.".to_owned()),
        name => Ok(name.to_owned()),
    })?;
    let teams: Vec<&str> = settings.teams().map(|(_, team)| &*team.name).collect();
    let team = person.ask(&format!("Your team? {}", teams.join(", ")), |answer| {
        let team = settings.team(answer).map(|(_, team)| team.name.clone());
        team.ok_or_else(|| format!("There is no such team. Type one of {}.", teams.join(", ")))
    })?;
    Ok(Me { name, team, folder: None })
}

/// A folder of this name may be that of somebody else of the same name.
fn apart_from_others<R: BufRead, W: Write>(
    person: &mut Questions<R, W>,
    settings: &Settings,
    workplace: Workplace,
) -> Result<Workplace, Failure> {
    let mut workplace = workplace;
    while workplace.folder().is_dir() {
        let folder = workplace.folder().file_name().unwrap_or_default().to_string_lossy().into_owned();
        let team = &workplace.team().name;
        if person
            .yes(&format!("{team} has a folder \u{201c}{folder}\u{201d} already. Is it yours? y or n"))?
        {
            break;
        }
        let other =
            person.ask("What shall yours be called? Your name, and what tells you apart.", |answer| {
                let me =
                    Me { folder: Some(answer.to_owned()), name: answer.to_owned(), ..workplace.me.clone() };
                Workplace::of(settings, me).map_err(|error| format!("{error}."))
            })?;
        workplace = other;
    }
    Ok(workplace)
}

/// Which child the form is about, as far as the answers do not say.
pub fn child<R: BufRead, W: Write>(
    person: &mut Questions<R, W>,
    definition: &TemplateDef,
    answers: &mut Vec<String>,
) -> Result<(), Failure> {
    let open = |answers: &[String], id: &str| {
        definition.field(id).is_some()
            && !answers.iter().any(|line| line.split('=').next().unwrap_or("").trim() == id)
    };
    if open(answers, ids::PIN) {
        let pin = person.ask("The child's PIN in EHM or LCS, or NEW", pin_reader())?;
        answers.push(format!("{}={pin}", ids::PIN));
    }
    if open(answers, ids::CHILD_SURNAME) {
        let surname = person.ask("The child's surname", read_surname)?;
        answers.push(format!("{}={surname}", ids::CHILD_SURNAME));
    }
    if open(answers, ids::CHILD_DOB) {
        let born = person.ask("Date of birth, or the expected date, as dd/mm/yyyy", read_day)?;
        answers.push(format!("{}={born}", ids::CHILD_DOB));
    }
    if open(answers, ids::RESTRICTED) {
        let restricted = person.yes("Is the record restricted? y or n")?;
        answers.push(format!("{}={}", ids::RESTRICTED, if restricted { "yes" } else { "no" }));
    }
    let rooms = definition.field(ids::ALSO_FOR).map_or(0, |field| match &field.kind {
        FieldKind::Table(grid) => grid.rows,
        _ => 0,
    });
    if answers.iter().any(|line| line.starts_with(ids::ALSO_FOR)) {
        return Ok(());
    }
    for row in 1..=rooms {
        let mut read_pin = pin_reader();
        let pin = person.ask(
            "Does it go into another child's record as well? Enter for no, else their PIN or NEW",
            |answer| match answer.to_lowercase().as_str() {
                "" | "n" | "no" => Ok(None),
                _ => read_pin(answer).map(Some),
            },
        )?;
        let Some(pin) = pin else { break };
        let surname = person.ask("Their surname", read_surname)?;
        let born = person.ask("Their date of birth, as dd/mm/yyyy", read_day)?;
        answers.push(format!("{}[{row}].pin={pin}", ids::ALSO_FOR));
        answers.push(format!("{}[{row}].surname={surname}", ids::ALSO_FOR));
        answers.push(format!("{}[{row}].dob={born}", ids::ALSO_FOR));
    }
    Ok(())
}

/// Takes a PIN or NEW; one that does not look like a PIN when it is typed twice.
fn pin_reader() -> impl FnMut(&str) -> Result<String, String> {
    let mut doubted = None;
    move |answer| match Pin::read(answer) {
        Some(pin) if pin.is_likely() || doubted.as_ref() == Some(&pin) => {
            Ok(pin.written().expose().to_owned())
        }
        Some(pin) => {
            doubted = Some(pin);
            Err("That does not look like a PIN. Look at it, and type it again; the same once more if it is right."
                .to_owned())
        }
        None => Err("Type the PIN with its digits, or NEW if there is no record yet.".to_owned()),
    }
}

fn read_surname(answer: &str) -> Result<String, String> {
    if answer.is_empty() {
        Err("Type the surname; for an unborn child, Unborn and the mother's.".to_owned())
    } else {
        Ok(answer.to_owned())
    }
}

fn read_day(answer: &str) -> Result<String, String> {
    parse_date(answer)
        .map(show_date)
        .ok_or_else(|| "Type a day that the calendar has, as dd/mm/yyyy.".to_owned())
}

/// What nobody has to type: who writes, and when.
pub fn add_what_is_known(definition: &TemplateDef, me: &Me, now: DateTime, answers: &mut Vec<String>) {
    let known = [
        (ids::WORKER_NAME, me.name.clone()),
        (ids::WORKER_TEAM, me.team.clone()),
        (ids::WRITTEN_AT, show_date_time(now)),
    ];
    for (id, value) in known {
        let is_said = answers.iter().any(|line| line.split('=').next().unwrap_or("").trim() == id);
        if definition.field(id).is_some() && !is_said {
            answers.push(format!("{id}={value}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faces::questions::tests::transcript;

    #[test]
    fn a_form_is_found_by_its_words() {
        let pack = Pack::embedded();
        let chosen = |lines: &str| {
            let mut chosen = String::new();
            let (said, _) = transcript(lines, |person| {
                chosen = template(person, &pack)?;
                Ok(())
            });
            (said, chosen)
        };
        assert_eq!(chosen("case note\n").1, "case-note");
        assert_eq!(chosen("nothing like it\n\n1\n").1, pack.templates()[0].id.as_str());
        let (said, id) = chosen("plan\n2\n");
        let second = pack.search("plan")[1];
        assert_eq!(id, second.id.as_str());
        assert!(said.contains(&format!("   2  {}", second.title)), "{said}");
        // A number that is not in the list picks nothing.
        assert_eq!(chosen("plan\n0\n99\ncase note\n").1, "case-note");
    }

    #[test]
    fn what_is_said_already_is_not_asked() {
        let pack = Pack::embedded();
        let definition = pack.template("case-note").unwrap();
        let mut answers = vec!["pin=8123477".to_owned(), "restricted=no".to_owned()];
        let lines = "\nInventson\n31/02/2020\n12/04/2010\nsibling\nNEW\nInventson\n1/2/2020\nNo\n";
        let (said, went_well) = transcript(lines, |person| child(person, definition, &mut answers));
        assert!(went_well, "{said}");
        assert_eq!(
            answers[2..],
            [
                "child_surname=Inventson",
                "child_dob=12/04/2010",
                "also_for[1].pin=NEW",
                "also_for[1].surname=Inventson",
                "also_for[1].dob=01/02/2020"
            ]
        );
        assert!(
            !said.contains("The child's PIN") && said.contains("Type a day that the calendar has"),
            "{said}"
        );
    }

    #[test]
    fn what_does_not_look_like_a_pin_is_taken_when_it_is_typed_twice() {
        let pack = Pack::embedded();
        let definition = pack.template("case-note").unwrap();
        let mut answers = Vec::new();
        let lines = "1\n2\n2\nInventson\n12/04/2010\nn\n\n";
        let (said, went_well) = transcript(lines, |person| child(person, definition, &mut answers));
        assert!(went_well && answers[0] == "pin=2", "{said}");
        assert_eq!(said.matches("That does not look like a PIN.").count(), 2, "{said}");
    }
}
