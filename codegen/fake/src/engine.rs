//! The engine: a request in, a response out.

use std::sync::Arc;

use serde_json::json;

use crate::act::State;
use crate::clock::Clock;
use crate::credentials::Credentials;
use crate::inject::{self, Injection, Random};
use crate::locate::{self, Located};
use crate::message::{Delivery, Problem, Reply, Request, Response, pairs};
use crate::model::{Documented, Fill};
use crate::record::{Record, Records};
use crate::route::Api;
use crate::sid::Counter;
use crate::store::Store;
use crate::table::{Document, Output, Security, Type};
use crate::validate;

/// A fake of some OpenAPI documents: the rules and the state.
#[derive(Clone, Debug, Default)]
pub struct Engine {
    pub(crate) apis: Arc<Vec<Api>>,
    pub(crate) store: Store,
    pub(crate) counter: Counter,
    clock: Clock,
    credentials: Credentials,
    injections: Vec<(u64, Injection)>,
    random: Random,
    records: Records,
    received: u64,
    injected: u64,
    documented: Documented,
    /// The URL of the server, if there is one.
    url: Option<String>,
}

impl Engine {
    /// A fake of these documents without resources.
    pub fn new(documents: Vec<Document>) -> Self {
        let apis: Vec<Api> = documents.into_iter().map(Api::new).collect();
        let indexed = apis.iter().flat_map(|api| api.document.indexed()).collect();
        let store = Store::new(Arc::new(indexed));
        let mut engine = Self { apis: Arc::new(apis), store, ..Self::default() };
        engine.reset();
        engine
    }

    /// A fake of the tables in these texts.
    ///
    /// # Errors
    ///
    /// Returns an error if a text is not a table of this version.
    pub fn of_tables(tables: &[&str]) -> std::io::Result<Self> {
        let documents: serde_json::Result<Vec<Document>> =
            tables.iter().map(|text| Document::read(text)).collect();
        Ok(Self::new(documents?))
    }

    /// The credentials that the fake accepts.
    pub fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// The module and the server of each document.
    pub fn documents(&self) -> impl Iterator<Item = (&str, &str)> {
        self.apis.iter().map(|api| (api.document.module.as_str(), api.document.server.as_str()))
    }

    /// Whether an operation has this id, with or without its module.
    pub fn has_operation(&self, id: &str) -> bool {
        self.apis.iter().any(|api| {
            let module = api.document.module.as_str();
            api.document.operations.iter().any(|operation| inject::is_selected(id, module, &operation.id))
        })
    }

    /// Removes all resources, recorded requests and injected errors.
    pub fn reset(&mut self) {
        self.store = self.store.cleared();
        self.counter = Counter::default();
        self.injections.clear();
        self.records.clear();
        self.insert_account();
    }

    /// Gives later resources the examples of the document, as `Server::use_examples` describes.
    pub fn use_examples(&mut self) {
        self.documented = Documented::DefaultsAndExamples;
    }

    /// Sets the URL of the server, which the URLs of seeded resources contain.
    #[cfg(feature = "server")]
    pub(crate) fn set_url(&mut self, url: String) {
        self.url = Some(url);
    }

    /// The URL before the paths of a document, for resources that no request creates.
    pub(crate) fn base(&self, document: &Document) -> String {
        match &self.url {
            Some(url) => format!("{url}/{}", document.module),
            None => document.server.clone(),
        }
    }

    /// Sets the clock to this number of seconds after 1970. It then stays there until it is set again.
    pub fn set_clock(&mut self, seconds: i64) {
        self.clock = Clock::fixed(seconds);
    }

    /// Moves the clock forward, and stops it there.
    pub fn advance_clock(&mut self, seconds: i64) {
        self.clock.advance(seconds);
    }

    /// Injects an error into later requests. An earlier injection takes precedence.
    /// Returns the number of the injection.
    pub fn inject(&mut self, injection: Injection) -> u64 {
        self.injected += 1;
        self.injections.push((self.injected, injection));
        self.injected
    }

    /// Changes an injection that still applies.
    pub fn change_injection(&mut self, number: u64, change: impl FnOnce(&mut Injection)) {
        let found = self.injections.iter_mut().find(|(found, _)| *found == number);
        if let Some((_, injection)) = found {
            change(injection);
        }
    }

    /// Sets the seed of the injections with a probability.
    pub fn set_seed(&mut self, seed: u64) {
        self.random = Random(seed);
    }

    /// The latest requests, at most 10,000, beginning with the oldest.
    pub fn records(&self) -> impl DoubleEndedIterator<Item = &Record> {
        self.records.iter()
    }

    /// The URLs of all collections in the documents' servers, with the number of their resources.
    pub fn collections(&self) -> impl Iterator<Item = (&str, usize)> {
        self.store.sizes()
    }

    /// At most this number of resources of a collection.
    #[cfg(feature = "server")]
    pub(crate) fn resources(&self, path: &str, most: usize) -> Vec<serde_json::Value> {
        let items =
            self.store.collection(path).into_iter().flat_map(crate::store::Collection::iter).take(most);
        items.map(|(_, item)| serde_json::Value::Object(crate::resource::parse(&item.body))).collect()
    }

    /// Rejects a request because too many are in progress.
    #[cfg(feature = "server")]
    pub(crate) fn limit(&mut self, request: &Request) -> Reply {
        let apis = Arc::clone(&self.apis);
        let problem = Problem::limited();
        let mut record = record(request);
        if let Ok(located) = locate::locate(&apis, request) {
            record.operation = Some(located.operation.id.clone());
            record.module = Some(located.api.document.module.clone());
        }
        let response = rejected(&problem, &mut record).with("retry-after", "1");
        self.finish(record, response, Delivery::Whole)
    }

    /// Responds to a request.
    pub fn handle(&mut self, request: &Request) -> Reply {
        let apis = Arc::clone(&self.apis);
        let mut record = record(request);
        let (response, delivery) = match locate::locate(&apis, request) {
            Ok(located) => self.respond(&located, request, &mut record),
            Err(problem) => match token(&apis, request, 200, &self.credentials) {
                Some(response) => (response, Delivery::Whole),
                None => (rejected(&problem, &mut record), Delivery::Whole),
            },
        };
        self.finish(record, response, delivery)
    }

    /// Records a request with its response.
    fn finish(&mut self, mut record: Record, mut response: Response, delivery: Delivery) -> Reply {
        self.received += 1;
        response.headers.push(("twilio-request-id".to_owned(), format!("RQ{:032x}", self.received)));
        record.status = if delivery == Delivery::Reset { 0 } else { response.status };
        let (operation, problem) = (record.operation.clone(), record.problem.clone());
        self.records.push(record);
        Reply { response, delivery, operation, problem }
    }

    fn respond(
        &mut self,
        located: &Located<'_>,
        request: &Request,
        record: &mut Record,
    ) -> (Response, Delivery) {
        let Located { api, operation, values, .. } = located;
        record.module = Some(api.document.module.clone());
        record.operation = Some(operation.id.clone());
        record.path.clone_from(values);
        let injected = self.injection(&api.document.module, &operation.id);
        if let Some(instead) = injected.as_ref().and_then(|injection| injection.error.instead()) {
            return instead;
        }
        let mut response = match self.perform(located, request) {
            Ok(response) => response,
            Err(problem) => rejected(&problem, record),
        };
        let delivery = injected.map(|injection| injection.error.change(&mut response)).unwrap_or_default();
        (response, delivery)
    }

    fn perform(&mut self, located: &Located<'_>, request: &Request) -> Result<Response, Problem> {
        let Located { api, route, operation, values, path, .. } = located;
        self.credentials.check(request, &operation.security)?;
        let given = validate::request(&api.document, operation, values, request)?;
        let fill = self.fill();
        let account_sid = self.credentials.account_sid.as_str();
        let address = locate::address(api, &self.store, route, values, account_sid);
        if address.missing_parent {
            return Err(Problem::not_found(path));
        }
        let mut state = State { store: &mut self.store, counter: &mut self.counter, fill };
        let response = state.act(located, &address, &given, request, account_sid)?;
        Ok(token(&self.apis, request, operation.status, &self.credentials).unwrap_or(response))
    }

    pub(crate) fn fill(&self) -> Fill {
        Fill { now: self.clock.now(), documented: self.documented }
    }

    /// The injection that applies to a request, which counts.
    fn injection(&mut self, module: &str, id: &str) -> Option<Injection> {
        let Self { injections, random, .. } = self;
        let index = injections.iter().position(|(_, injection)| {
            injection.matches(module, id)
                && (injection.probability >= 1.0 || random.next() < injection.probability)
        })?;
        let (_, injection) = injections.get_mut(index)?;
        if let Some(times) = &mut injection.times {
            *times = times.saturating_sub(1);
        }
        let found = injection.clone();
        injections.retain(|(_, injection)| injection.times != Some(0));
        Some(found)
    }

    /// Adds the account of the credentials, if a document has a collection of accounts.
    fn insert_account(&mut self) {
        let apis = Arc::clone(&self.apis);
        let account_sid = self.credentials.account_sid.clone();
        for api in apis.iter() {
            let is_account = |ty: &Type| matches!(ty, Type::Sid(prefix) if prefix == "AC");
            let operations = api.document.operations.iter().filter(|operation| {
                let values = operation.values.as_slice();
                matches!(values, [value] if is_account(&value.ty))
                    && operation.method == "GET"
                    && matches!(operation.output, Output::Value(_))
            });
            for operation in operations {
                let route = api.routes.iter().find(|route| route.template == operation.path);
                if route.is_some_and(|route| route.own_step().is_some()) {
                    let inserted = self.insert(&operation.id, &[&account_sid], json!({"sid": account_sid}));
                    // A second document can have the same collection.
                    drop(inserted);
                }
            }
        }
    }
}

/// The token URL of documents that contain none.
const TOKEN_URL: &str = "https://oauth.twilio.com/v2/token";

/// The response of a token endpoint. `None` for all other requests.
fn token(apis: &[Api], request: &Request, status: u16, credentials: &Credentials) -> Option<Response> {
    let path = request.path().strip_prefix('/').unwrap_or_default();
    // With the host, or at the same path of another host.
    let is_url = |url: &str| {
        let (_, rest) = url.split_once("://").unwrap_or(("", url));
        path == rest || rest.split_once('/').is_some_and(|(_, rest)| path == rest)
    };
    let documented = apis
        .iter()
        .flat_map(|api| &api.document.operations)
        .any(|operation| matches!(operation.security.sent(), Security::Bearer(Some(url)) if is_url(url)));
    let is_endpoint = documented || is_url(TOKEN_URL);
    let has_grant = || pairs(&request.body).iter().any(|(name, _)| name == "grant_type");
    (is_endpoint && request.method == "POST" && has_grant()).then(|| {
        let body = json!({
            "access_token": credentials.auth_token,
            "token_type": "Bearer",
            "expires_in": 3600,
        });
        Response::json(status, body.to_string())
    })
}

fn rejected(problem: &Problem, record: &mut Record) -> Response {
    record.problem = Some(problem.message.clone());
    problem.response()
}

fn record(request: &Request) -> Record {
    let is_form = request.header("content-type").is_some_and(|value| value.contains("form-urlencoded"));
    let headers = request.headers.iter().filter(|(name, _)| name != "authorization");
    Record {
        method: request.method.clone(),
        target: request.target.clone(),
        query: request.query(),
        form: if is_form { pairs(&request.body) } else { Vec::new() },
        headers: headers.cloned().collect(),
        body: request.body.clone(),
        ..Record::default()
    }
}
