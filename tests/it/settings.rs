//! `codegen.toml`: the effect of each key, as `spec/README.md` describes it, and rejected settings.

use codegen::Source;

use crate::sample::{documents, root};

fn settings(text: &str) -> Source {
    Source { name: "codegen.toml".to_owned(), text: text.to_owned() }
}

/// The output of each example of the README contains the lines `# gives:` and lacks the lines `# without:`.
#[test]
fn the_examples_do_what_they_say() {
    let readme = std::fs::read_to_string(root().join("spec/README.md")).unwrap();
    let blocks: Vec<&str> =
        readme.split("```toml\n").skip(1).map(|rest| rest.split_once("```").unwrap().0).collect();
    assert!(blocks.len() >= 6, "the README has fewer examples: update this test");
    let (documents, _) = documents();
    for block in blocks {
        let output = codegen::generate(&documents, Some(&settings(block)))
            .unwrap_or_else(|diagnostics| panic!("{block}\n{diagnostics}"));
        let all: String = output.files.iter().map(|file| file.text.as_str()).collect();
        let mut claims = 0;
        for line in block.lines() {
            if let Some(text) = line.strip_prefix("# gives: ") {
                assert!(all.contains(text), "this does not give `{text}`:\n{block}");
                claims += 1;
            }
            if let Some(text) = line.strip_prefix("# without: ") {
                assert!(!all.contains(text), "this still gives `{text}`:\n{block}");
                claims += 1;
            }
        }
        assert!(claims > 0, "the example has no line `# gives:` or `# without:`:\n{block}");
    }
}

/// The README describes every key of the settings.
#[test]
fn the_examples_show_every_key() {
    let readme = std::fs::read_to_string(root().join("spec/README.md")).unwrap();
    for key in [
        "keep = ",
        "drop = ",
        "rename]",
        "retype]",
        "media-types]",
        "required = ",
        "notices]",
        "server = ",
        "[sids.",
        "unique = ",
        "alias = ",
        "cascade = ",
        "rust-version = ",
    ] {
        assert!(readme.contains(key), "spec/README.md has no example of `{key}`");
    }
}

/// One run reports all diagnostics of the settings, each with its line and a next step.
#[test]
fn settings_that_have_no_effect() {
    let text = r#"[documents.chat_v3]
drop = ["*"]

[documents.chat_v2]
keep = ["*Invite", "ListUserChanel", "tag:ChatV2Invit"]
drop = ["/v1/*"]
required = ["chat.v2.service.channel.invite.sidd"]

[documents.chat_v2.rename]
FetchInvite = "getIt"
DeleteInvite = "fetch"
ListInvite = "list"
"chat.v2.service.channel.invite" = "Invites"
"chat.v2.service.channel.invite.url" = "type"
"chat.v2.service.channel.invite.sid" = "identity"

[documents.chat_v2.retype]
"chat.v2.service.channel.invite.sid" = "uuid"
"chat.v2.service.channel.invite.url" = "text"
"FetchInvite.Sid" = "[text]"
"FetchInvite.Side" = "text"

[documents.chat_v2.notices]
"nothing*" = "never shown"
"#;
    let (documents, _) = documents();
    let diagnostics = codegen::generate(&documents, Some(&settings(text))).unwrap_err();
    insta::assert_snapshot!(diagnostics);
}

/// A name to which the setting does not apply is not reported as misspelled.
#[test]
fn a_setting_without_effect_is_not_suggested_for_itself() {
    let text = "[documents.chat_v2.rename]\n\"FetchInvite.Sid\" = \"invite\"\n";
    let (documents, _) = documents();
    let diagnostics = codegen::generate(&documents, Some(&settings(text))).unwrap_err().to_string();
    let help = "remove it: the setting does not apply there, or another setting leaves this out";
    assert!(diagnostics.contains("E0803") && diagnostics.contains(help), "{diagnostics}");
}

#[test]
fn sids_that_cannot_be_named_so() {
    let text = "[sids.chat]\nIN = \"InviteSid\"\nZZ = \"ZebraSid\"\nRL = \"role_sid\"\nMB = \"UserSid\"\n";
    let (documents, _) = documents();
    let diagnostics = codegen::generate(&documents, Some(&settings(text))).unwrap_err();
    insta::assert_snapshot!(diagnostics);
}

/// Each row: the servers of a document, a setting, and the strings in the code or the diagnostic.
#[test]
fn a_server_that_the_document_does_not_have() {
    let api = "\"https://a.example\"";
    let table = [
        ("", "https://a.example/v3/", Ok([api, "\"/v3/x\""])),
        ("servers: [{url: /v3}]", "https://a.example", Ok([api, "\"/x\""])),
        ("servers: [{url: /v3}]", "/v3", Err("error[E0703]: `/v3` is not a usable server URL")),
        ("", "http://a.example", Ok(["\"http://a.example\"", "\"/x\""])),
        ("", "ftp://a.example", Err("is not a usable server URL\n  --> codegen.toml:2:10")),
        ("servers: [{url: 'https://a.example/'}]", "https://a.example", Err("without this setting")),
    ];
    for (servers, server, wanted) in table {
        let text = format!(
            "openapi: 3.0.1\ninfo: {{title: T, version: 1.0.0}}\n{servers}\n\
             paths: {{/x: {{get: {{operationId: FetchX, responses: {{'204': {{description: done}}}}}}}}}}\n"
        );
        let document = Source { name: "t_v1.yaml".to_owned(), text };
        let settings = settings(&format!("[documents.t_v1]\nserver = \"{server}\""));
        match (codegen::generate(&[document], Some(&settings)), wanted) {
            (Ok(output), Ok(parts)) => {
                let all: String = output.files.iter().map(|file| file.text.as_str()).collect();
                assert!(parts.iter().all(|part| all.contains(part)), "{server}");
            }
            (Err(diagnostics), Err(part)) => assert!(diagnostics.to_string().contains(part), "{diagnostics}"),
            (result, _) => panic!("{servers} {server}: {:?}", result.err()),
        }
    }
}

/// Each row: settings, and the diagnostics of a document with one warning and one error that can be lowered.
#[test]
fn levels() {
    let document = "openapi: 3.0.1\ninfo: {title: T, version: 1.0.0}\nservers: [{url: 'https://a.example'}]\n\
                    paths: {/x: {get: {operationId: FetchX, parameters: [{name: A, in: query, requried: true, schema: \
                    {type: string, format: date-tim}}], responses: {'204': {description: done}}}}}\n";
    let (lowered, own) = ("[lints]\nE0101 = \"warn\"\n", "[documents.t_v1.lints]");
    let denied = "error[E0106]";
    let table = [
        (String::new(), Err("error[E0101]: unknown keyword `requried`")),
        (lowered.to_owned(), Ok(vec!["E0101", "E0106"])),
        ("[lints]\nunknown-keyword = \"allow\"".to_owned(), Ok(vec!["E0106"])),
        (format!("{lowered}unknown-format = \"allow\""), Ok(vec!["E0101"])),
        (format!("{lowered}unknown-format = \"deny\""), Err(denied)),
        (format!("{lowered}{own}\nunknown-format = \"deny\""), Err(denied)),
        (format!("{lowered}E0106 = \"deny\"\n{own}\nunknown-format = \"allow\""), Ok(vec!["E0101"])),
    ];
    for (text, wanted) in table {
        let document = Source { name: "t_v1.yaml".to_owned(), text: document.to_owned() };
        match (codegen::generate(&[document], Some(&settings(&text))), wanted) {
            (Ok(output), Ok(codes)) => {
                let found: Vec<String> =
                    output.warnings.0.iter().map(|warning| warning.code.to_string()).collect();
                assert_eq!(found, codes, "{text}");
                let coverage = output.files.iter().find(|file| file.path == "coverage/t_v1.md").unwrap();
                assert!(coverage.text.contains("`unknown-format` (E0106)"), "{}", coverage.text);
            }
            (Err(diagnostics), Err(part)) => assert!(diagnostics.to_string().contains(part), "{diagnostics}"),
            (result, _) => panic!("{text}: {:?}", result.err()),
        }
    }
}

/// A run fails exactly if it reports an error, whichever stage found the diagnostic.
#[test]
fn the_level_decides_whether_a_run_fails() {
    let document = "openapi: 3.0.1\ninfo: {title: T, version: 1.0.0}\nservers: [{url: 'https://a.example'}]\n\
                    paths: {/x: {get: {operationId: FetchX, parameters: [{name: A, in: path, required: true, \
                    schema: {type: string}}], responses: {'204': {description: done}}}}}\n";
    for (text, wanted) in [
        ("", Ok(1)),
        ("[lints]\nunused-path-parameter = \"deny\"\n", Err("error[E0409]")),
        ("[lints]\nunused-path-parameter = \"allow\"\n", Ok(0)),
    ] {
        let document = Source { name: "t_v1.yaml".to_owned(), text: document.to_owned() };
        match (codegen::generate(&[document], Some(&settings(text))), wanted) {
            (Ok(output), Ok(count)) => {
                assert_eq!(output.warnings.0.len(), count, "{text}");
                let coverage = output.files.iter().find(|file| file.path == "coverage/t_v1.md").unwrap();
                assert!(coverage.text.contains("`unused-path-parameter` (E0409)"), "{}", coverage.text);
            }
            (Err(diagnostics), Err(part)) => assert!(diagnostics.to_string().contains(part), "{diagnostics}"),
            (result, _) => panic!("{text}: {:?}", result.err()),
        }
    }
}

#[test]
fn keys_that_are_not_known() {
    let (documents, _) = documents();
    let table = [
        ("[document.chat_v2]", "did you mean `documents`?"),
        ("[documents.chat_v2]\nkep = []", "did you mean `keep`?"),
        ("[package]\nrust_version = \"1.90\"", "did you mean `rust-version`?"),
        ("[sids]\nIN = \"InviteSid\"", "codegen.toml:2:"),
    ];
    for (text, wanted) in table {
        let diagnostics = codegen::generate(&documents, Some(&settings(text))).unwrap_err().to_string();
        assert!(diagnostics.contains(wanted), "{text}\n{diagnostics}");
    }
}

/// A published OpenAPI document that is reduced to the operations of the sample gives the same API.
#[test]
fn a_published_document_with_a_keep_list_gives_the_listed_operations() {
    let (documents, _) = documents();
    for name in ["chat_v2", "flex_v1"] {
        let Some(published) = crate::published::published(name) else { continue };
        let ours = documents.iter().find(|document| document.name.contains(name)).unwrap().clone();
        let keep = match name {
            "chat_v2" => "[\"*Invite\", \"*UserChannel\"]",
            _ => "[\"/v1/Channels*\"]",
        };
        let settings = settings(&format!("[documents.{name}]\nkeep = {keep}\n"));
        let theirs = codegen::listing(&[published], Some(&settings)).unwrap();
        assert_eq!(theirs, codegen::listing(&[ours], None).unwrap());
    }
}

const UPLOADS: &str = "openapi: 3.0.1
info: {title: T, version: 1.0.0}
servers: [{url: 'https://a.example'}]
paths:
  /items:
    post:
      operationId: CreateItem
      requestBody:
        required: true
        content:
          application/json: {schema: {type: object, required: [url], properties: {url: {type: string}}}}
          multipart/form-data: {schema: {type: object, required: [file], properties: {file: {type: string, format: binary}}}}
          application/x-www-form-urlencoded: {schema: {type: object, properties: {Link: {type: string}}}}
          text/csv: {schema: {type: string}}
          text/tab-separated-values: {schema: {type: string}}
          csv: {schema: {type: string}}
      responses: {'204': {description: done}}
    get: {operationId: ListItems, responses: {'204': {description: done}}}
";

/// Each row: an operation and its media type in the settings, and the strings in the code or the diagnostic.
#[test]
fn the_media_type_of_a_body() {
    let table = [
        ("", "", Ok(["url: impl Into<String>", "json_body(\"application/json\")"])),
        (
            "CreateItem",
            "multipart/form-data",
            Ok(["file: impl Into<FilePart>", "multipart_body(\"multipart/form-data\")"]),
        ),
        ("CreateItem", "application/x-www-form-urlencoded", Ok(["pub fn link(self", ".form(\"Link\""])),
        (
            "CreateItem",
            "text/csv",
            Ok(["raw_body(\"text/csv\")", "also allows: `text/tab-separated-values`"]),
        ),
        (
            "CreateItem",
            "application/json",
            Err("E0803]: `CreateItem` sends `application/json` without this setting"),
        ),
        (
            "CreateItem",
            "text/xml",
            Err(
                "help: use `application/json` or `multipart/form-data` or `application/x-www-form-urlencoded` or",
            ),
        ),
        ("CreateItem", "csv", Err("the body of `CreateItem` cannot be `csv`")),
        ("CreateItm", "text/csv", Err("did you mean `CreateItem`?")),
        ("ListItems", "text/csv", Err("E0803]: `ListItems` has no effect in `t_v1`")),
    ];
    for (operation, media_type, wanted) in table {
        let document = Source { name: "t_v1.yaml".to_owned(), text: UPLOADS.to_owned() };
        let text = format!("[documents.t_v1.media-types]\n{operation} = \"{media_type}\"");
        let settings = (!operation.is_empty()).then(|| settings(&text));
        match (codegen::generate(&[document], settings.as_ref()), wanted) {
            (Ok(output), Ok(parts)) => {
                let all: String = output.files.iter().map(|file| file.text.as_str()).collect();
                assert!(parts.iter().all(|part| all.contains(part)), "{operation} {media_type}\n{all}");
            }
            (Err(diagnostics), Err(part)) => assert!(diagnostics.to_string().contains(part), "{diagnostics}"),
            (result, _) => panic!("{operation} {media_type}: {:?}", result.err()),
        }
    }
}
