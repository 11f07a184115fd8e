//! Pages of a collection: filters, order, and the links or tokens between pages.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::clock;
use crate::convert::text_of;
use crate::message::Problem;
use crate::model;
use crate::resource;
use crate::table::{Key, Next, Page, Property};
use crate::validate::{Given, PAGE, PAGE_SIZE, PAGE_TOKEN};

/// The number of items of a page without a size.
const DEFAULT_SIZE: usize = 50;

/// The highest size of a page without a maximum in the document.
const MAX_SIZE: u32 = 1000;

/// The serial number of a resource, and its body.
pub(crate) type Entry<'a> = (u64, &'a str);

/// The resources that the query selects, in its order.
pub(crate) fn select<'a>(
    properties: &[Property],
    given: &Given,
    mut entries: Vec<Entry<'a>>,
) -> Vec<Entry<'a>> {
    let filters = given.query.iter().filter_map(|(name, value)| {
        let (property, comparison) = filter(properties, name)?;
        Some((property, comparison, value))
    });
    let filters: Vec<_> = filters.collect();
    if !filters.is_empty() {
        entries.retain(|(_, body)| {
            let object = resource::parse(body);
            filters
                .iter()
                .all(|(property, comparison, value)| comparison.accepts(object.get(&property.name), value))
        });
    }
    let is_descending = given.query.iter().any(|(name, value)| {
        let name = name.to_ascii_lowercase();
        (name.ends_with("order") || name == "direction") && text_of(value).eq_ignore_ascii_case("desc")
    });
    if is_descending {
        entries.reverse();
    }
    entries
}

/// The comparison of a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comparison {
    Equal,
    Before,
    After,
}

/// The property of a query parameter, and the comparison: `StartTime<`, `DateCreatedAfter`.
fn filter<'a>(properties: &'a [Property], name: &str) -> Option<(&'a Property, Comparison)> {
    if let Some(property) = model::property(properties, name).filter(|_| !name.ends_with(['<', '>'])) {
        return Some((property, Comparison::Equal));
    }
    let suffixes = [
        ("<", Comparison::Before),
        (">", Comparison::After),
        ("Before", Comparison::Before),
        ("After", Comparison::After),
    ];
    suffixes.into_iter().find_map(|(suffix, comparison)| {
        Some((model::property(properties, name.strip_suffix(suffix)?)?, comparison))
    })
}

impl Comparison {
    /// Whether a resource with this value is in the list. A filter with several values accepts each of them.
    fn accepts(self, found: Option<&Value>, wanted: &Value) -> bool {
        let Some(found) = found else { return false };
        if let Value::Array(all) = wanted {
            return all.iter().any(|wanted| self.accepts(Some(found), wanted));
        }
        let (found, wanted) = (text_of(found), text_of(wanted));
        let (time, limit) = (clock::parse(&found), clock::parse(&wanted));
        match (self, time, limit) {
            (Self::Equal, Some(time), Some(limit)) => time == limit,
            // A date selects the whole day.
            (Self::Equal, Some(time), None) => clock::rfc3339(time).starts_with(&wanted),
            (Self::Equal, None, _) => found == wanted,
            (Self::Before, Some(time), Some(limit)) => time <= limit,
            (Self::After, Some(time), Some(limit)) => time >= limit,
            (Self::Before, Some(time), None) => clock::rfc3339(time) <= wanted,
            (Self::After, Some(time), None) => clock::rfc3339(time) >= wanted,
            (Self::Before | Self::After, None, _) => false,
        }
    }
}

/// The part of a list that a page contains.
struct Slice {
    start: usize,
    size: usize,
    total: usize,
    number: usize,
}

impl Slice {
    fn end(&self) -> usize {
        self.start.saturating_add(self.size).min(self.total)
    }

    fn has_next(&self) -> bool {
        self.end() < self.total
    }
}

/// A page of the selected resources. `read` converts the body of a resource to an item.
pub(crate) fn page(
    page: &Page,
    given: &Given,
    entries: &[Entry<'_>],
    url: &Url<'_>,
    read: impl Fn(&str) -> Value,
) -> Result<Value, Problem> {
    let slice = slice(page, &given.paging, entries)?;
    let serial = |index: usize| entries.get(index).map(|(serial, _)| *serial);
    let last = slice.end().checked_sub(1).and_then(serial);
    let token = last.filter(|_| slice.has_next()).map(|serial| format!("PA{serial}"));
    let mut envelope = Map::new();
    let mut meta = Map::new();
    for key in &page.beside {
        envelope.extend(describe(key, page, &slice, token.as_deref(), url));
    }
    for key in &page.meta {
        meta.extend(describe(key, page, &slice, token.as_deref(), url));
    }
    if !page.meta.is_empty() {
        envelope.insert("meta".to_owned(), Value::Object(meta));
    }
    let items = entries.iter().skip(slice.start).take(slice.size).map(|(_, body)| read(body));
    envelope.insert(page.key.clone(), Value::Array(items.collect()));
    Ok(Value::Object(envelope))
}

fn slice(page: &Page, paging: &BTreeMap<String, String>, entries: &[Entry<'_>]) -> Result<Slice, Problem> {
    let number = |name: &str| match paging.get(name) {
        None => Ok(None),
        Some(text) => match text.parse::<usize>() {
            Ok(number) => Ok(Some(number)),
            Err(_) => Err(Problem::invalid(format!("`{name}` must be a number, at least 0"))),
        },
    };
    let (size_name, max) = page.size.as_ref().map_or((PAGE_SIZE, MAX_SIZE), |(name, max)| (name, *max));
    let max = usize::try_from(max).unwrap_or(usize::MAX);
    let size = match number(size_name)? {
        None => DEFAULT_SIZE.min(max),
        Some(size) if (1..=max).contains(&size) => size,
        Some(_) => return Err(Problem::invalid(format!("`{size_name}` must be between 1 and {max}"))),
    };
    let total = entries.len();
    let of_token = |name: &str| match paging.get(name) {
        None => Ok(None),
        Some(token) => {
            let serial = token.strip_prefix("PA").and_then(|serial| serial.parse::<u64>().ok());
            let Some(serial) = serial else {
                return Err(Problem::invalid(format!("`{name}` is not a token of this list")));
            };
            Ok(Some(after(entries, serial)))
        }
    };
    let at = |number: usize| number.saturating_mul(size);
    let (start, number) = match &page.next {
        Next::Link => {
            let number = number(PAGE)?.unwrap_or_default();
            (of_token(PAGE_TOKEN)?.unwrap_or_else(|| at(number)), number)
        }
        Next::Token(name) => (of_token(name)?.unwrap_or_default(), 0),
        Next::Number(name) => number(name)?.map_or((0, 0), |number| (at(number), number)),
        Next::Offset(name) => number(name)?.map_or((0, 0), |start| (start, start / size)),
    };
    Ok(Slice { start, size, total, number })
}

/// The number of items up to the one with this serial number, which can be deleted.
fn after(entries: &[Entry<'_>], serial: u64) -> usize {
    let is_ascending = entries.is_sorted_by_key(|(serial, _)| *serial);
    let is_before = |(found, _): &&Entry<'_>| if is_ascending { *found <= serial } else { *found >= serial };
    entries.iter().filter(is_before).count()
}

/// The URL of a list, without the parameters that select a page.
pub(crate) struct Url<'a> {
    /// The scheme, the host and the prefix of the paths.
    pub(crate) base: &'a str,
    pub(crate) path: &'a str,
    /// The other query parameters.
    pub(crate) query: Vec<(String, String)>,
}

impl Url<'_> {
    /// The path and query of a page.
    fn page(&self, page: &Page, slice: &Slice, number: usize, token: Option<&str>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(&self.query);
        let size = page.size.as_ref().map_or(PAGE_SIZE, |(name, _)| name);
        query.append_pair(size, &slice.size.to_string());
        query.append_pair(PAGE, &number.to_string());
        if let Some(token) = token {
            query.append_pair(PAGE_TOKEN, token);
        }
        format!("{}?{}", self.path, query.finish())
    }
}

/// The value of a key that describes a page, or `None` for a key of another meaning.
fn describe(
    key: &Key,
    page: &Page,
    slice: &Slice,
    token: Option<&str>,
    url: &Url<'_>,
) -> Option<(String, Value)> {
    let words = key.name.to_ascii_lowercase().replace('_', "");
    let link = |number: Option<usize>, token: Option<&str>| {
        let path = number.map(|number| url.page(page, slice, number, token));
        let base = if words.ends_with("uri") { "" } else { url.base };
        path.map(|path| Value::from(format!("{base}{path}")))
    };
    let next = slice.has_next();
    let previous = slice.number.checked_sub(1).filter(|_| slice.start > 0);
    let value = match words.as_str() {
        "key" => Some(Value::from(page.key.as_str())),
        "url" | "uri" => link(Some(slice.number), None),
        "firstpageurl" | "firstpageuri" => link(Some(0), None),
        "previouspageurl" | "previouspageuri" => link(previous, None),
        "nextpageurl" | "nextpageuri" => link(next.then_some(slice.number + 1), token),
        "nexttoken" | "nextpagetoken" => token.map(Value::from),
        "hasnext" => Some(json!(next)),
        "page" | "currentpage" => Some(json!(slice.number)),
        "pagesize" | "limit" => Some(json!(slice.size)),
        "offset" | "start" => Some(json!(slice.start)),
        "end" => Some(json!(slice.end().saturating_sub(1))),
        "total" | "totalcount" => Some(json!(slice.total)),
        _ => return None,
    };
    let value = value.or(key.nullable.then_some(Value::Null))?;
    Some((key.name.clone(), value))
}
