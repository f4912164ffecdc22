#!/usr/bin/python3
"""Proves that a form passed to another team is a mail that other programs read, with nothing of the child outside the
form, and that the team takes it over out of the mail: as it was made, and as a mail server and Outlook change it.
"""
import email
import email.policy
import os
import tempfile
from email.message import EmailMessage

import stopgap
from tally import Tally

SETTINGS = """\
share: {0}/share
published: {0}/share/Blank forms
secure: {0}/secure
services:
  - name: Assessment
    teams:
      - {{ name: SCNorth, mailbox: scnorth@example.gov.uk }}
      - {{ name: SCSouth, mailbox: scsouth@example.gov.uk }}
"""
CHILD = {"pin": "8123477", "child_surname": "Inventson", "child_forename": "Kim", "child_dob": "12/04/2010"}
# As it would stand somewhere, in whatever form.
TRACES = ["8123477", "inventson", "kim", "12/04/2010", "2010-04-12"]
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def main():
    tally = Tally()
    for template in ("contact", "case-note", "case-transfer"):
        with tempfile.TemporaryDirectory() as desk:
            passed(tally, template, desk)
    tally.close()


def passed(tally, template, desk):
    settings = os.path.join(desk, "stopgap.yaml")
    with open(settings, "w", encoding="utf-8") as file:
        file.write(SETTINGS.format(desk))
    os.makedirs(os.path.join(desk, "share"))
    os.environ["XDG_CONFIG_HOME"] = desk
    use = ["--settings", settings, "--templates", "template-defs"]
    answers = [part for known in {**CHILD, "restricted": "no"}.items() for part in ("--set", "=".join(known))]
    stopgap.stopgap("new", template, *answers, "--name", "Jane Smith", "--team", "SCNorth", *use)
    folder = os.path.join(desk, "share", "Assessment", "SCNorth", "Jane Smith")
    form = next(file for file in os.listdir(folder) if not file.startswith("SCNorth_") and file.endswith(".docx"))
    # People call forms after children.
    named = os.path.join(folder, "Kim Inventson 8123477.docx")
    os.rename(os.path.join(folder, form), named)
    said = stopgap.stopgap("handover", named, "--to", "SCSouth", "--they-enter", *use)
    with open(named.replace(".docx", ".handover.eml"), "rb") as file:
        mail = file.read()
    with open(named, "rb") as file:
        sent = file.read()
    read = email.message_from_bytes(mail, policy=email.policy.default)
    tally.same(read.defects, [], f"{template}: defects of the mail")
    tally.same(read["To"].addresses[0].addr_spec, "scsouth@example.gov.uk", f"{template}: to")
    tally.same(len(read["To"].addresses), 1, f"{template}: recipients")
    tally.same([read[other] for other in ("Cc", "Bcc", "From", "Reply-To", "Message-ID")], [None] * 5, f"{template}: no others")
    tally.same(str(read["Subject"]), f"TEMPLATE REFERRAL: {form.removesuffix('.docx')}", f"{template}: subject")
    tally.same(read["X-Unsent"], "1", f"{template}: a draft")
    attached = list(read.iter_attachments())
    tally.same([part.get_filename() for part in attached], [form], f"{template}: the name of the form")
    tally.same([part.get_content_type() for part in attached], [WORD], f"{template}: its type")
    tally.same(attached[0].get_payload(decode=True) == sent, True, f"{template}: the form as it is saved")
    outside = read.get_body().get_content() + "".join(f"{name}: {value}\n" for part in read.walk() for name, value in part.items())
    for trace in TRACES:
        tally.same(trace in outside.lower(), False, f"{template}: {trace} outside the form")
    tally.same(all(word in said for word in ("scsouth@example.gov.uk", str(read["Subject"]), named)), True, f"{template}: what can be copied")
    tally.same("passed to SCSouth" in rows_of(folder)[0]["nature"], True, f"{template}: the row")
    for kind, changed in (("as made", mail), ("by a server", served(read)), ("forwarded", forwarded(read))):
        arrives(tally, f"{template} {kind}", desk, changed, form, sent, use)


def served(read):
    """As it arrives: other boundaries, other encodings, lines by servers, and a line below by a scanner."""
    mail = EmailMessage()
    mail["Received"] = "from mail.example.gov.uk by mx.example.gov.uk; Mon, 16 Nov 2026 17:10:00 +0000"
    mail["From"] = "Jane Smith <jane.smith@example.gov.uk>"
    mail["To"], mail["Subject"] = read["To"], read["Subject"]
    mail.set_content(read.get_body().get_content() + "\nScanned by a gateway.\n")
    mail.add_alternative("<p>TEMPLATE REFERRAL</p>", subtype="html")
    for part in read.iter_attachments():
        main, sub = part.get_content_type().split("/")
        mail.add_attachment(part.get_payload(decode=True), maintype=main, subtype=sub, filename=part.get_filename())
    mail.add_attachment(b"\xff\xd8\xff", maintype="image", subtype="jpeg", filename="photo.jpg")
    return mail.as_bytes()


def forwarded(read):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@example.gov.uk", "b@example.gov.uk", "FW: for you"
    mail.set_content("See below.\n")
    mail.add_attachment(email.message_from_bytes(served(read), policy=email.policy.default))
    return mail.as_bytes(policy=email.policy.SMTP)


def arrives(tally, what, desk, mail, form, sent, use):
    """Each time somebody else in the team, since whoever comes second is told."""
    name = what.title().replace("-", " ")
    eml = os.path.join(desk, f"{name}.eml")
    with open(eml, "wb") as file:
        file.write(mail)
    said = stopgap.stopgap("receive", eml, "--name", name, "--team", "SCSouth", *use)
    folder = os.path.join(desk, "share", "Assessment", "SCSouth", name)
    came = stopgap.read(os.path.join(folder, form))["fields"]
    tally.same("You enter it" in said, True, f"{what}: who enters it")
    tally.same(came["pin"]["value"], CHILD["pin"], f"{what}: the form")
    tally.same(came["passed_received_by"]["value"], name, f"{what}: received by")
    tally.same("received from SCNorth" in rows_of(folder)[0]["nature"], True, f"{what}: the row")
    photo = os.path.join(folder, form.removesuffix(".docx"), "photo.jpg")
    tally.same(os.path.exists(photo), mail[:9] != b"To: <scso", f"{what}: what came with it")
    for file in (os.path.join(folder, file) for file in os.listdir(folder)):
        if file.endswith(".docx") and "_" in os.path.basename(file):
            os.remove(file)


def rows_of(folder):
    tracker = next(file for file in os.listdir(folder) if file.startswith("SC") and file.endswith(".docx"))
    return stopgap.rows(os.path.join(folder, tracker))


main()
