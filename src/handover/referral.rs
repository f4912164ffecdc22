//! A form as a mail to another team: TEMPLATE REFERRAL.

use super::WhoEnters;
use crate::{
    form::{FormNumber, SOME_SYSTEM},
    template::date::show_date,
};
use jiff::civil::Date;
use mail_builder::{
    headers::{address::Address, content_type::ContentType, raw::Raw, text::Text},
    mime::MimePart,
};

/// What the subject has to say (procedure, "Passing Casework Between Teams").
const PHRASE: &str = "TEMPLATE REFERRAL";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// A form that is passed to another team. It says nothing of the child: that stands in the form alone.
#[derive(Debug, Clone, Copy)]
pub struct Referral<'a> {
    /// The group mailbox of the team.
    pub mailbox: &'a str,
    pub to_team: &'a str,
    pub from_team: &'a str,
    pub from_name: &'a str,
    /// The title of the form's template.
    pub title: &'a str,
    pub number: FormNumber,
    /// The case system that it is entered into, if the form says which.
    pub system: Option<&'a str>,
    pub who_enters: WhoEnters,
    pub on: Date,
}

impl Referral<'_> {
    /// `TEMPLATE REFERRAL: New contact 7K3F-2`.
    pub fn subject(&self) -> String {
        format!("{PHRASE}: {} {}", self.title, self.number)
    }

    /// The mail, with the form attached under this name: a draft, which has neither sender nor date yet. Outlook opens
    /// what says `X-Unsent: 1` to be sent; other programs show it as a mail that came.
    pub fn mail(&self, form: &[u8], file_name: &str) -> Vec<u8> {
        // Nothing else is in the mail that could hold such a line: base64 has no hyphens.
        let boundary = format!("=_stopgap_{}", self.number);
        let body = self.body();
        let words = MimePart::new("text/plain", body.as_str());
        let document =
            MimePart::new(ContentType::new(WORD).attribute("name", file_name), form).attachment(file_name);
        let mixed = ContentType::new("multipart/mixed").attribute("boundary", boundary);
        let mut mail = Vec::new();
        MimePart::raw(vec![words, document])
            .header("To", Address::new_address(None::<&str>, self.mailbox))
            .header("Subject", Text::new(self.subject()))
            .header("X-Unsent", Raw::new("1"))
            .header("MIME-Version", Raw::new("1.0"))
            .header("Content-Type", mixed)
            .write_part(&mut mail);
        mail
    }

    fn body(&self) -> String {
        let Self { to_team, from_team, from_name, title, number, .. } = self;
        let system = self.system.unwrap_or(SOME_SYSTEM);
        let on = show_date(self.on);
        let enters = match self.who_enters {
            WhoEnters::Receiver => format!("{to_team} enters it into {system}. {from_team} does not."),
            WhoEnters::Sender => {
                format!("{from_team} enters it into {system}. {to_team} only notes what it did.")
            }
        };
        format!(
            "{PHRASE}\n\
            \n\
            {from_team} passes a form to {to_team}. It is attached.\n\
            \n\
            Form: {title}, number {number}\n\
            From: {from_name}, {from_team}, on {on}\n\
            Entered by: {enters}\n\
            \n\
            With stopgap: save this mail or the form, and run\n\
            stopgap receive FILE\n\
            It puts the form into your folder and adds the row to your tracker.\n\
            \n\
            Without stopgap: save the form in your own folder in your team's folder, and say at its end who received it and when. \
            Write a row into your tracker, and at the end of its Nature of Work: received from {from_team} {on} ({number})\n\
            \n\
            If it is not for your team, say so to {from_team}, and delete it.\n"
        )
    }
}
