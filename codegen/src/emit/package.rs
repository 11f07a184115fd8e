//! `Cargo.toml` and `README.md` of the crate: the files in `templates` with their placeholders filled.

use super::module::host_name;
use super::{example, feature};
use crate::ir::{Api, Block, Chapter, Feature, Method, Module, Package, Security};
use crate::markdown::line;
use crate::output::File;
use crate::runtime::{self, Runtime};

const MANIFEST: &str = include_str!("templates/Cargo.toml.in");
const README: &str = include_str!("templates/README.md");
const OPENING: &str = include_str!("templates/opening.md");

/// The beginnings of the template's lines that apply to crates for Twilio, and to crates for other APIs.
const TWILIO: &str = "{twilio}";
const OTHER: &str = "{other}";

/// The statement that creates the client of an API of Twilio.
const TWILIO_CLIENT: &str = "\
    // TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, or TWILIO_API_KEY and TWILIO_API_SECRET, or
    // TWILIO_CLIENT_ID and TWILIO_CLIENT_SECRET. TWILIO_REGION and TWILIO_EDGE are optional.
    let client = Client::from_env()?;";

/// A crate with more modules than this compiles none of them by default.
const MANY: usize = 10;

/// The manifest. TOML quotes every string that comes from a document or from the settings.
pub(super) fn manifest(api: &Api, location: &Runtime) -> File {
    let Package {
        name,
        version,
        description,
        license,
        repository,
        documentation,
        keywords,
        categories,
        rust_version,
    } = &api.package;
    let modules: Vec<String> = api.modules.iter().map(|module| module.name.clone()).collect();
    let features = api.modules.iter().flat_map(feature::table);
    let features: Vec<String> =
        features.map(|(name, enabled)| format!("{name} = {}\n", list(&enabled))).collect();
    let (hint, default) = if api.modules.len() > MANY {
        ("; enable those that you use", "\"rustls\"")
    } else {
        ("", "\"rustls\", \"all\"")
    };
    let text = fill(
        MANIFEST,
        &[
            ("name", &toml_string(name)),
            ("version", &toml_string(version)),
            ("rust_version", &toml_string(rust_version)),
            ("description", &toml_string(description)),
            ("license", &toml_string(license)),
            ("metadata", &metadata(repository.as_deref(), documentation.as_deref(), keywords, categories)),
            ("hint", hint),
            ("default", default),
            ("all", &list(&modules)),
            ("features", &features.concat()),
            ("runtime", runtime::PACKAGE),
            ("location", &location.dependency()),
            ("fake", runtime::FAKE),
            ("fake_location", &location.fake_dependency()),
        ],
    );
    File { path: "Cargo.toml".to_owned(), text }
}

/// The features of every crate, in the order of the manifest.
pub(crate) fn features() -> Vec<Feature> {
    let section = MANIFEST.split("[features]\n").nth(1).unwrap_or_default();
    let (mut comment, mut is_comment) = (String::new(), false);
    let mut found = Vec::new();
    for line in section.lines().take_while(|line| !line.is_empty()) {
        if let Some(text) = line.strip_prefix("# ") {
            let start = if is_comment { comment + " " } else { String::new() };
            comment = start + text;
            is_comment = true;
        } else if let Some((name, _)) = line.split_once(" = ") {
            let purpose = comment.split(". ").next().unwrap_or_default().trim_end_matches('.').to_owned();
            found.push(Feature { name, line, purpose });
            is_comment = false;
        }
    }
    found
}

/// The lines of the metadata that may be absent.
fn metadata(
    repository: Option<&str>,
    documentation: Option<&str>,
    keywords: &[String],
    categories: &[String],
) -> String {
    let urls = [("repository", repository), ("documentation", documentation)];
    let urls = urls.into_iter().filter_map(|(key, url)| Some(format!("{key} = {}\n", toml_string(url?))));
    let lists = [("keywords", keywords), ("categories", categories)];
    let lists = lists.into_iter().filter(|(_, words)| !words.is_empty());
    urls.chain(lists.map(|(key, words)| format!("{key} = {}\n", list(words)))).collect()
}

/// The first page that a user of the crate reads. It lacks the lines that rustdoc hides.
pub(super) fn readme(api: &Api) -> File {
    let mut guide = chapters(api, |name| chapter_url(api, name));
    if !guide.is_empty() {
        let command = ["`cargo doc --open -p ", &api.package.name, "`"].concat();
        guide.extend([&*command, " opens the guide and the description of every item.\n\n"]);
    }
    let text = front_page(api, without_item_links, &guide);
    File { path: "README.md".to_owned(), text: shown(&text) }
}

/// The front page of the crate's documentation: the README with links to the items and the hidden lines of its
/// examples.
pub(super) fn docs(api: &Api) -> File {
    let guide = chapters(api, |name| format!("guide::{name}"));
    File { path: "src/docs.md".to_owned(), text: front_page(api, str::to_owned, &guide) }
}

fn front_page(api: &Api, links: fn(&str) -> String, guide: &str) -> String {
    let Package { name, version, description, license, .. } = &api.package;
    let rows: Vec<String> = api.modules.iter().map(row).collect();
    let (service, server, applies, omitted) = if is_twilio(api) {
        ("Twilio", "twilio", TWILIO, OTHER)
    } else {
        ("the server", "server", OTHER, TWILIO)
    };
    let kept = README.split_inclusive('\n').filter(|line| !line.starts_with(omitted));
    let template: String = kept.map(|line| line.strip_prefix(applies).unwrap_or(line)).collect();
    fill(
        &links(&template),
        &[
            ("name", name),
            ("version", version),
            ("description", &line(description)),
            ("license", &line(license)),
            ("krate", &name.replace('-', "_")),
            ("rows", &rows.concat()),
            ("resources", &resource_features(api)),
            ("notices", &notices(api)),
            ("opening", &opening(api)),
            (
                "credentials",
                &if is_twilio(api) { "Credentials::from_env()?".to_owned() } else { credentials(api) },
            ),
            ("service", service),
            ("server", server),
            ("guide", guide),
        ],
    )
}

/// The first sample: the beginning of the guide if there is one, or else a client.
fn opening(api: &Api) -> String {
    let first = api.guide.first().map(|chapter| chapter.text.as_str());
    let rest = first.and_then(|text| text.split_once("\n```rust")).map(|(_, rest)| rest);
    let Some(rest) = rest else {
        let (items, setup) = first_client(api);
        let krate = api.package.name.replace('-', "_");
        let (feature, call) = first_call(api);
        let setup: &[_] = &[("items", items), ("setup", &*setup), ("feature", &*feature), ("call", &*call)];
        return fill(OPENING, &[&[("krate", &*krate)], setup].concat());
    };
    // The first example of the chapter, and its output.
    let end = rest.match_indices("\n```\n").nth(1).map_or(rest.len(), |(at, fence)| at + fence.len());
    format!("```rust{}", rest.get(..end).unwrap_or(rest))
}

/// The feature and the lines of the call in the first sample. The best call reads something and needs no variables. A sample
/// that people copy deletes nothing.
fn first_call(api: &Api) -> (String, String) {
    let resources = api.modules.iter().flat_map(|module| module.resources.iter().map(move |it| (module, it)));
    let operations =
        resources.flat_map(|(module, it)| it.operations.iter().map(move |operation| (module, it, operation)));
    let mut best: Option<(CallRank, String, Vec<String>)> = None;
    for (module, resource, operation) in operations.filter(|(.., it)| it.method != Method::Delete) {
        if best.as_ref().is_some_and(|(rank, ..)| *rank == CallRank::default()) {
            break;
        }
        let Some(lines) = example::lines(api, module, resource, operation) else { continue };
        let needs_variables = lines.iter().any(|line| line.starts_with("# "));
        let rank = CallRank { needs_variables, writes: operation.method != Method::Get };
        if best.as_ref().is_none_or(|(other, ..)| rank < *other) {
            let feature = feature::of_resource(module, resource).unwrap_or_else(|| module.name.clone());
            best = Some((rank, feature, lines));
        }
    }
    let best = best.map(|(_, feature, lines)| (feature, lines));
    let print = || ("all".to_owned(), vec!["println!(\"{client:?}\");".to_owned()]);
    let (feature, lines) = best.unwrap_or_else(print);
    let indented = |line: String| match line.strip_prefix("# ") {
        Some(hidden) => format!("#     {hidden}\n"),
        None => format!("    {line}\n"),
    };
    (feature, lines.into_iter().map(indented).collect())
}

/// The reasons against a call in the first sample, the most important first.
#[derive(Default, PartialEq, Eq, PartialOrd, Ord)]
struct CallRank {
    needs_variables: bool,
    writes: bool,
}

fn is_twilio(api: &Api) -> bool {
    api.modules.iter().any(|module| module.is_twilio)
}

/// The items and the statement that create the client of the first sample.
fn first_client(api: &Api) -> (&'static str, String) {
    if is_twilio(api) {
        return ("Client", TWILIO_CLIENT.to_owned());
    }
    let has_hosts = api.modules.iter().all(|module| !module.host.is_empty());
    let credentials = credentials(api);
    let client = if has_hosts {
        format!("Client::new({credentials})?")
    } else {
        format!("Client::builder({credentials}).base_url(\"https://api.example.com\").build()?")
    };
    ("{Client, Credentials}", format!("let client = {client};"))
}

/// The credentials that the first protected operation requires.
fn credentials(api: &Api) -> String {
    let resources = api.modules.iter().flat_map(|module| &module.resources);
    let mut securities =
        resources.flat_map(|resource| &resource.operations).map(|operation| operation.security.sent());
    let credentials = match securities.find(|security| **security != Security::None) {
        Some(Security::Any) => "basic(\"user\", \"password\")",
        Some(Security::Bearer(_)) => "bearer_token(\"token\")",
        Some(Security::Key(..)) => "parameter_key(\"key\")",
        Some(Security::None | Security::Unsupported(_) | Security::Optional(_)) | None => "none()",
    };
    format!("Credentials::{credentials}")
}

/// The table of contents of the guide, with the target of each chapter's link.
fn chapters(api: &Api, target: impl Fn(&str) -> String) -> String {
    let link = |chapter: &Chapter| format!("- [{}]({})\n", chapter.title, target(&chapter.name));
    let links: String = api.guide.iter().map(link).collect();
    if links.is_empty() { links } else { format!("## Guide\n\n{links}\n") }
}

/// The link to a chapter from the README, which other programs than rustdoc show.
fn chapter_url(api: &Api, name: &str) -> String {
    match &api.package.documentation {
        Some(url) => format!("{url}/latest/{}/guide/{name}/", api.package.name.replace('-', "_")),
        None => format!("src/guide/{name}.md"),
    }
}

/// Replaces each link to an item of the crate by its text, with or without a target. Only rustdoc resolves them.
fn without_item_links(template: &str) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("[`") {
        let (name, after) = after.split_once("`]").unwrap_or((after, ""));
        let target = after.strip_prefix('(').and_then(|target| target.split_once(')'));
        text.extend([before, "`", name, "`"]);
        rest = target.map_or(after, |(_, after)| after);
    }
    text.push_str(rest);
    text
}

/// Removes the lines of code blocks that rustdoc hides.
fn shown(text: &str) -> String {
    let mut in_code = false;
    let mut lines = String::new();
    for line in text.lines() {
        in_code = if line.starts_with("```") { !in_code } else { in_code };
        if !(in_code && (line == "#" || line.starts_with("# "))) {
            lines.extend([line, "\n"]);
        }
    }
    lines
}

/// A module's row of the table of features.
fn row(module: &Module) -> String {
    let operations: usize = module.resources.iter().map(|resource| resource.operations.len()).sum();
    let resources: Vec<String> =
        module.resources.iter().map(|resource| format!("`{}`", resource.accessor)).collect();
    format!("| `{}` | {} | {} | {operations} |\n", module.name, host_name(module), resources.join(", "))
}

/// The paragraph on documents whose resources have features.
fn resource_features(api: &Api) -> String {
    let names: Vec<String> = api
        .modules
        .iter()
        .filter(|module| feature::are_selectable(module))
        .map(|module| format!("`{}`", module.name))
        .collect();
    let mut modules = api.modules.iter();
    let example = modules.find_map(|module| feature::of_resource(module, module.resources.first()?));
    let Some(example) = example else { return String::new() };
    format!(
        "\nEach resource of {} has a feature too, such as `{example}`. Without the feature of the document, only the\n\
         enabled resources are compiled. `Cargo.toml` lists the features.\n",
        names.join(", ")
    )
}

/// A list of strings in TOML.
fn list(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|word| toml_string(word)).collect();
    format!("[{}]", words.join(", "))
}

/// The first paragraphs of the notices about documents, for the section of the table of features. Documents with the
/// same paragraph share an entry.
fn notices(api: &Api) -> String {
    let mut entries: Vec<(&String, Vec<String>)> = Vec::new();
    for module in &api.modules {
        let Some(Block::Paragraph(first)) = module.notice.0.first() else { continue };
        let name = format!("`{}`", module.name);
        match entries.iter_mut().find(|(text, _)| *text == first) {
            Some((_, names)) => names.push(name),
            None => entries.push((first, vec![name])),
        }
    }
    let entry = |(text, names): (&String, Vec<String>)| format!("- {}: {text}\n", names.join(", "));
    let lines: String = entries.into_iter().map(entry).collect();
    if lines.is_empty() { lines } else { format!("\nNotices:\n\n{lines}") }
}

fn toml_string(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// Replaces each `{placeholder}` once. A placeholder in a value is not replaced. Other braces are part of the
/// template.
fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let value = values.iter().find_map(|(name, value)| {
            let after = after.strip_prefix(name)?.strip_prefix('}')?;
            Some((*value, after))
        });
        rest = if let Some((value, after)) = value {
            text.push_str(value);
            after
        } else {
            text.push('{');
            after
        };
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::{README, fill, without_item_links};

    #[test]
    fn the_readme_has_the_names_of_items_without_their_links() {
        let template = "[`code()`](Error::code), **[`X`]** (new), [docs](https://docs.rs)";
        assert_eq!(without_item_links(template), "`code()`, **`X`** (new), [docs](https://docs.rs)");
        let readme = without_item_links(README);
        assert!(!readme.contains("[`") && !readme.contains("`]"), "{readme}");
    }

    #[test]
    fn placeholders_are_replaced_once_and_other_braces_stay() {
        let values = [("a", "{b}"), ("b", "x"), ("ab", "y")];
        for (template, wanted) in [
            ("{a} {b} {ab}", "{b} x y"),
            ("use {Client, a};", "use {Client, a};"),
            ("{{a}} {", "{{b}} {"),
            ("", ""),
        ] {
            assert_eq!(fill(template, &values), wanted, "{template}");
        }
    }
}
