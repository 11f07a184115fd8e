//! From each name of a thing to the others.

use codegen::{ExplainError, Explanation, Inputs, Source};

use crate::sample::documents;

fn ask(settings: &str, query: &str) -> Result<Vec<Explanation>, ExplainError> {
    let (mut documents, _) = documents();
    documents.retain(|document| document.name.contains("chat_v") || document.name.contains("flex"));
    let settings = Source { name: "codegen.toml".to_owned(), text: settings.to_owned() };
    let inputs = Inputs { documents: &documents, settings: Some(&settings), ..Inputs::default() };
    explain(inputs, query)
}

/// Explains a name; panics if the OpenAPI documents contain errors.
fn explain(inputs: Inputs<'_>, query: &str) -> Result<Vec<Explanation>, ExplainError> {
    let result = codegen::explain(inputs, query);
    if let Err(ExplainError::Diagnostics(diagnostics)) = &result {
        panic!("{diagnostics}");
    }
    result
}

const SETTINGS: &str = r#"[documents.chat_v2]
drop = ["DeleteInvite"]
required = ["chat.v2.service.channel.invite.sid"]

[documents.chat_v2.rename]
FetchInvite = "get"
"#;

#[test]
fn what_is_said() {
    let queries = [
        "chat_v2::Invites",
        "chat_v2::Invites::list",
        "chat_v2::Invites::get",
        "DELETE /v2/Services/{ServiceSid}/Channels/{ChannelSid}/Invites/{Sid}",
        "chat_v2::CreateInvite::role_sid",
        "DeleteUserChannel.X-Twilio-Webhook-Enabled",
        "twilio_client_sample::flex_v1::CreateChannelParams::identity",
        "flex_v1::Channels::fetch(sid)",
        "#/components/schemas/chat.v2.service.channel.invite/properties/sid/pattern",
        "chat_v2::UserChannel.status",
        "notParticipating",
        "user_channel_enum_channel_status",
        "InviteSid",
    ];
    let mut text = String::new();
    for query in queries {
        text.extend(["? ", query, "\n"]);
        let found = ask(SETTINGS, query).unwrap_or_else(|_| panic!("nothing is called {query}"));
        for thing in found {
            text.extend([&thing.to_string(), "\n"]);
        }
    }
    insta::assert_snapshot!(text);
}

#[test]
fn a_name_that_is_nearly_right() {
    let suggestion = |query: &str| match ask("", query) {
        Err(ExplainError::UnknownName { suggestion }) => suggestion,
        other => panic!("{other:?}"),
    };
    assert_eq!(suggestion("FetchUserChanel").as_deref(), Some("FetchUserChannel"));
    assert_eq!(suggestion("chat_v2::Invite::role").as_deref(), Some("chat_v2::Invite::url"));
    assert_eq!(suggestion("something else entirely"), None);
}

/// Whatever is found under one name is found under each of its others.
#[test]
fn every_name_leads_to_the_others() {
    let (documents, _) = documents();
    let listing = codegen::listing(&documents, None).unwrap();
    let own = listing.lines().filter(|line| line.starts_with("chat_v2") || line.starts_with("flex_v1"));
    let mut seen = 0;
    for name in own.filter_map(|line| line.split(['(', ' ']).next()) {
        let Ok(found) = ask("", name) else { continue };
        for thing in found {
            let rust = thing.rust.clone().unwrap();
            assert!(ask("", &rust).unwrap().contains(&thing), "{rust}");
            assert!(ask("", &thing.wire).unwrap().contains(&thing), "{}", thing.wire);
            let here = ask("", &thing.place.pointer).unwrap();
            assert!(here.contains(&thing), "{} {}", thing.place.pointer, thing.wire);
            seen += 1;
        }
    }
    assert!(seen > 15, "{seen} things");
}

/// Each row: a query, a fact, and the facts that the explanation has or, after `!`, does not have.
#[test]
fn reasons_are_those_of_the_generator() {
    let text = r"
openapi: 3.0.1
info: {title: Names, version: 1.0.0}
servers: [{url: https://names.example.com}]
paths:
  /v1/Things/{Kind}/{Call}:
    get:
      operationId: ListenThing
      tags: [Gadget]
      parameters:
      - {name: Kind, in: path, required: true, schema: {$ref: '#/components/schemas/kind'}}
      - {name: Call, in: path, required: true, schema: {type: string}}
      - {name: Type, in: query, schema: {type: string}}
      - {name: Send, in: query, schema: {type: string}}
      - {name: price-max, in: query, schema: {type: string}}
      - {name: PriceMax, in: query, schema: {type: string}}
      - {name: Old, in: query, schema: {type: string}}
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/number'}}}}}
  /v1/Prices:
    get:
      operationId: ListPrice
      parameters: [{name: Above, in: query, schema: {type: number}}]
      responses: {'204': {description: none}}
components:
  schemas:
    number: {type: object, properties: {a: {type: string}}}
    kind: {type: string, enum: [a, b]}
";
    let documents = [Source { name: "names_v1.yaml".to_owned(), text: text.to_owned() }];
    let settings = Source {
        name: "codegen.toml".to_owned(),
        text: "[documents.names_v1.rename]\n\"ListenThing.Old\" = \"new_name\"".to_owned(),
    };
    let inputs = Inputs { documents: &documents, settings: Some(&settings), ..Inputs::default() };
    for (query, fact, expected) in [
        ("ListenThing", "named", "has no known verb"),
        ("ListPrice", "named", "the verb `List`"),
        ("ListenThing.Call", "given", "as the argument `call` of"),
        ("ListenThing.Type", "named", "keyword"),
        ("ListenThing.Send", "named", "generated code uses the name"),
        ("ListenThing.price-max", "named", "the name in lower case"),
        ("ListenThing.PriceMax", "named", "an earlier name is equal"),
        ("ListenThing.Old", "named", "from the settings, codegen.toml:2"),
        ("number", "used by", "ListenThing"),
        ("number", "used by", "!ListPrice"),
        ("kind", "used by", "ListenThing"),
    ] {
        let found = explain(inputs, query).unwrap();
        let own = found.iter().find(|thing| thing.wire == query).unwrap();
        let (_, text) = own.facts.iter().find(|(word, _)| *word == fact).unwrap();
        match expected.strip_prefix('!') {
            Some(absent) => assert!(!text.contains(absent), "{query}: {text}"),
            None => assert!(text.contains(expected), "{query}: {text}"),
        }
    }
}

/// The public names in a file of the client: types, fields, variants and functions.
fn public_names(module: &str, text: &str) -> Vec<String> {
    let is_public = |visibility: &syn::Visibility| matches!(visibility, syn::Visibility::Public(_));
    let mut names = Vec::new();
    for item in syn::parse_file(text).unwrap().items {
        match item {
            syn::Item::Struct(item) if is_public(&item.vis) => {
                let fields = item.fields.iter().filter(|field| is_public(&field.vis));
                let fields = fields.filter_map(|field| field.ident.as_ref());
                names.extend(fields.map(|field| format!("{module}::{}::{field}", item.ident)));
                names.push(format!("{module}::{}", item.ident));
            }
            syn::Item::Enum(item) if is_public(&item.vis) => {
                // `Unrecognized` is the same in every enum.
                let variants = item.variants.iter().filter(|variant| variant.ident != "Unrecognized");
                names.extend(variants.map(|variant| format!("{module}::{}::{}", item.ident, variant.ident)));
                names.push(format!("{module}::{}", item.ident));
            }
            syn::Item::Impl(item) => {
                let syn::Type::Path(owner) = &*item.self_ty else { continue };
                let owner = &owner.path.segments.last().unwrap().ident;
                for item in &item.items {
                    if let syn::ImplItem::Fn(function) = item
                        && is_public(&function.vis)
                    {
                        names.push(format!("{module}::{owner}::{}", function.sig.ident));
                    }
                }
            }
            _ => {}
        }
    }
    names
}

/// Every public name of the modules of a client has an explanation, and so have the names that the macros of the
/// runtime define for lists.
#[test]
fn every_public_name_is_found() {
    let (mut documents, _) = documents();
    documents.retain(|document| document.name.contains("chat_v2") || document.name.contains("flex_v1"));
    let output = codegen::generate(&documents, None).unwrap();
    let inputs = Inputs { documents: &documents, ..Inputs::default() };
    let mut names = vec!["chat_v2".to_owned(), "page_size".to_owned(), "limit".to_owned()];
    for summary in &output.documents {
        let folder = format!("src/{}/", summary.module);
        let own = output.files.iter().filter(|file| file.path.starts_with(&folder));
        names.extend(own.flat_map(|file| public_names(&summary.module, &file.text)));
    }
    let manifest = output.files.iter().find(|file| file.path == "Cargo.toml").unwrap();
    let manifest: toml::Table = manifest.text.parse().unwrap();
    names.extend(manifest["features"].as_table().unwrap().keys().cloned());
    assert!(names.len() > 90, "{} names", names.len());
    let is_missing = |name: &&String| explain(inputs, name).is_err();
    let missing: Vec<&String> = names.iter().filter(is_missing).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
