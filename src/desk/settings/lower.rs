//! From the tree of a settings file to settings, with every fault on the way.

use super::{
    Council, LogoFile, Outage, RestrictedRows, Service, Settings, System, Team, clipboard::clipboard, fault,
    table,
};
use crate::{
    desk::file_name::is_file_name,
    diagnostic::Place,
    template::date::parse_date_time,
    tracker::is_same_team,
    yaml::{Found, Keys, Located, text},
};
use jiff::civil::DateTime;

/// Something with a name, and where that stands.
type Named<T> = (T, Place);

/// Settings from their file. The faults tell what could not be made of it.
pub fn settings(node: &Located, found: &Found) -> Option<Settings> {
    let keys = Keys::of(node, "the settings", &table::SETTINGS, found)?;
    let (share, published, secure) =
        (path(&keys, "share", found), path(&keys, "published", found), path(&keys, "secure", found));
    if let (Some(share), Some(secure)) = (share, secure)
        && (lies_in(secure, share) || lies_in(share, secure))
    {
        found.add(fault::shared_and_secure(
            keys.get("secure")?.place.clone(),
            keys.get("share")?.place.clone(),
        ));
    }
    let restricted_rows = keys.one_of("restricted-rows", &[RestrictedRows::NumberOnly, RestrictedRows::Full]);
    keys.needed("services");
    let services = all(keys.list("services"), found, service);
    let teams: Vec<(&str, &Place)> =
        services.iter().flat_map(|(_, teams)| teams).map(|(team, at)| (&*team.name, at)).collect();
    told_once("the team", &teams, is_same_team, found);
    let services: Vec<Named<Service>> = services
        .iter()
        .map(|((service, at), teams)| {
            let teams = teams.iter().map(|(team, _)| team.clone()).collect();
            (Service { teams, ..service.clone() }, at.clone())
        })
        .collect();
    told_once("the service area", &named(&services, |service| &service.name), is_same_team, found);
    let systems = all(keys.list("systems"), found, system);
    told_once("the system", &named(&systems, |system| &system.name), is_same_team, found);
    let outages = all(keys.list("outages"), found, outage);
    // Nobody types these, and marks tell them apart: 2026-1-11 is not 2026-11-1.
    told_once("the outage", &named(&outages, |outage| &outage.id), str::eq_ignore_ascii_case, found);
    let council = council(&keys, found);
    let clipboard = keys.get("clipboard").and_then(|node| clipboard(node, found)).unwrap_or_default();
    Some(Settings {
        council,
        share: share?.to_owned(),
        published: published?.to_owned(),
        secure: secure?.to_owned(),
        restricted_rows: restricted_rows.unwrap_or_default(),
        services: services.into_iter().map(|(service, _)| service).collect(),
        systems: systems.into_iter().map(|(system, _)| system).collect(),
        outages: outages.into_iter().map(|(outage, _)| outage).collect(),
        clipboard,
    })
}

/// The council's name as one line, and where its logo lies.
fn council(keys: &Keys<'_>, found: &Found) -> Council {
    let name = keys.line("council");
    let logo = keys.text("logo").zip(keys.get("logo")).and_then(|(path, value)| {
        let (path, place) = (path.trim(), value.place.clone());
        if path.contains(char::is_control) {
            found.add(fault::backslash_in_quotes(place, "logo"));
            return None;
        }
        let lower = path.to_lowercase();
        if ![".png", ".jpg", ".jpeg"].iter().any(|ending| lower.ends_with(ending)) {
            found.add(fault::no_name_of_a_picture(place));
            return None;
        }
        if name.is_none() {
            found.add(fault::logo_of_nobody(place.clone()));
        }
        Some(LogoFile { path: path.into(), place })
    });
    Council { name, logo }
}

/// What each item of a list gives.
fn all<'n, T>(
    items: &'n [Located],
    found: &Found,
    lower: impl Fn(&'n Located, &Found) -> Option<T>,
) -> Vec<T> {
    items.iter().filter_map(|item| lower(item, found)).collect()
}

fn named<T>(items: &[Named<T>], name: impl Fn(&T) -> &str) -> Vec<(&str, &Place)> {
    items.iter().map(|(item, at)| (name(item), at)).collect()
}

/// A service area and its teams.
fn service(node: &Located, found: &Found) -> Option<(Named<Service>, Vec<Named<Team>>)> {
    let keys = Keys::of(node, "a service area", &table::SERVICE, found)?;
    let name = keys.needed_text("name");
    keys.needed("teams");
    let teams = all(keys.list("teams"), found, team);
    let folder = folder(&keys, found);
    let service = Service { name: name?.trim().to_owned(), folder: folder?.to_owned(), teams: Vec::new() };
    Some(((service, keys.get("name")?.place.clone()), teams))
}

fn team(node: &Located, found: &Found) -> Option<Named<Team>> {
    let keys = Keys::of(node, "a team", &table::TEAM, found)?;
    let name = keys.needed_text("name");
    let mailbox = keys.text("mailbox");
    match (mailbox, keys.get("mailbox")) {
        (Some(mailbox), Some(value)) if !is_mailbox(mailbox) => {
            found.add(fault::not_a_mailbox(value.place.clone()));
        }
        (None, None) => {
            if let Some(name) = name {
                found.add(fault::no_mailbox(keys.place(), name));
            }
        }
        _ => {}
    }
    let place = keys.get("name")?.place.clone();
    let folder = folder(&keys, found)?.to_owned();
    Some((
        Team { name: name?.trim().to_owned(), folder, mailbox: mailbox.map(|m| m.trim().to_owned()) },
        place,
    ))
}

/// The folder of a service area or a team: its own, or its name.
fn folder<'n>(keys: &Keys<'n>, found: &Found) -> Option<&'n str> {
    let key = if keys.get("folder").is_some() { "folder" } else { "name" };
    let name = keys.text(key)?.trim();
    if !is_file_name(name) {
        found.add(fault::no_folder_name(keys.get(key)?.place.clone(), name));
    }
    Some(name)
}

fn system(node: &Located, found: &Found) -> Option<Named<System>> {
    let keys = Keys::of(node, "a system", &table::SYSTEM, found)?;
    let name = keys.needed_text("name");
    let (live, read_only) = (addresses(&keys, "live", found), addresses(&keys, "read-only", found));
    for (address, place) in &live {
        if let Some((_, other)) = read_only.iter().find(|(other, _)| other == address) {
            found.add(fault::live_is_read_only((*place).clone(), (*other).clone()));
        }
    }
    let plain =
        |addresses: Vec<(String, &Place)>| addresses.into_iter().map(|(address, _)| address).collect();
    let system = System {
        name: name?.trim().to_owned(),
        live: plain(live),
        read_only: plain(read_only),
        notice: keys.text("notice").map(str::to_owned),
    };
    Some((system, keys.get("name")?.place.clone()))
}

/// Addresses as browsers show them: capitals of the host do not matter, and so they are small.
fn addresses<'n>(keys: &Keys<'n>, key: &str, found: &Found) -> Vec<(String, &'n Place)> {
    let mut addresses = Vec::new();
    for (address, place) in keys.texts(key) {
        let address = address.trim().to_lowercase();
        let host = ["https://", "http://"].iter().find_map(|start| address.strip_prefix(start));
        if host.is_some_and(|host| {
            host.starts_with(|c: char| c.is_alphanumeric()) && !host.contains(char::is_whitespace)
        }) {
            addresses.push((address, place));
        } else {
            found.add(fault::not_an_address(place.clone()));
        }
    }
    addresses
}

fn outage(node: &Located, found: &Found) -> Option<Named<Outage>> {
    let keys = Keys::of(node, "an outage", &table::OUTAGE, found)?;
    let id = keys.needed_text("id");
    let is_planned = keys.flag("planned");
    keys.needed("from");
    let (read_only_since, from, to) =
        (moment(&keys, "read-only-since", found), moment(&keys, "from", found), moment(&keys, "to", found));
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        found.add(fault::ends_before_it_begins(
            keys.get("to")?.place.clone(),
            keys.get("from")?.place.clone(),
        ));
    }
    let outage = Outage { id: id?.trim().to_owned(), is_planned, read_only_since, from: from?, to };
    Some((outage, keys.get("id")?.place.clone()))
}

fn moment(keys: &Keys<'_>, key: &str, found: &Found) -> Option<DateTime> {
    let value = keys.get(key)?;
    let Some((date, Some(time))) = parse_date_time(text(value, key, found)?) else {
        found.add(fault::not_a_time(value.place.clone(), key));
        return None;
    };
    Some(date.to_datetime(time))
}

/// A path that says where it begins, on whichever system it is looked at.
fn path<'n>(keys: &Keys<'n>, key: &str, found: &Found) -> Option<&'n str> {
    let value = keys.needed(key)?;
    let path = text(value, key, found)?.trim();
    // `"O:\new"` has a line break in it.
    if path.contains(char::is_control) {
        found.add(fault::backslash_in_quotes(value.place.clone(), key));
        return None;
    }
    let is_drive =
        path.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) && path[1..].starts_with([':']);
    let is_whole = path.starts_with('/')
        || path.starts_with("\\\\")
        || path.starts_with('~')
        || (path.starts_with('%') && path[1..].contains('%'))
        || is_drive && path[2..].starts_with(['\\', '/']);
    if !is_whole {
        found.add(fault::not_a_whole_path(value.place.clone(), key));
        return None;
    }
    Some(path)
}

/// Whether a folder is another one or lies in it, as far as their names tell.
pub(super) fn lies_in(inner: &str, outer: &str) -> bool {
    let parts = |path: &str| -> Vec<String> {
        let parts = path.split(['\\', '/']).filter(|part| !part.is_empty() && *part != ".");
        parts.map(str::to_lowercase).collect()
    };
    parts(inner).starts_with(&parts(outer))
}

/// One address with a name and a host, and nothing that could become a second one or a header.
fn is_mailbox(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || ".!#$&'*+-/=?^_`{|}~".contains(c);
    text.trim().split_once('@').is_some_and(|(name, host)| {
        let is_host = host.contains('.') && !host.starts_with('.') && !host.ends_with('.');
        !name.is_empty()
            && name.chars().all(plain)
            && is_host
            && host.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-')
    })
}

/// Each name once, and none that is looked up as another.
fn told_once(what: &str, names: &[(&str, &Place)], is_same: impl Fn(&str, &str) -> bool, found: &Found) {
    for (at, (name, place)) in names.iter().enumerate() {
        let first = names[..at].iter().find(|(before, _)| is_same(before, name));
        if let Some((_, first)) = first {
            found.add(fault::name_twice((*place).clone(), what, name, (*first).clone()));
        }
    }
}
