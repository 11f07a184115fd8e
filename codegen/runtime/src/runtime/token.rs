//! Access tokens of OAuth clients: fetched when one is needed, kept until shortly before they expire.
//!
//! What the token address takes and gives: <https://www.twilio.com/docs/iam/oauth-apps/oauth-access-token>
//! and Twilio's document `twilio_oauth_v2`. A new token leaves the old one valid, so that fetching one
//! too many does no harm.

use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::Url;
use secrecy::zeroize::Zeroize;
use secrecy::{ExposeSecret, SecretString};

use super::call::Call;
use super::client::Client;
use super::credentials::Proof;
use super::decode::{self, Json};
use super::error::{Error, ErrorKind, Result};
use super::response::Raw;
use super::retry::RetryPolicy;
use super::target::Target;

/// Where tokens come from if the document does not say.
pub(super) const TOKEN_URL: &str = "https://oauth.twilio.com/v2/token";

/// A token is not used in the last part of its life: this long, or a tenth of it if that is less.
const MARGIN: Duration = Duration::from_secs(60);

/// A token, and when it stops being used; none where only a 401 will tell.
#[derive(Clone)]
pub(super) struct Token {
    pub(super) value: SecretString,
    until: Option<Duration>,
    /// Which of the tokens of its address it is.
    pub(super) number: u64,
}

impl Token {
    fn is_good(&self, now: Duration, refused: Option<u64>) -> bool {
        refused != Some(self.number) && self.until.is_none_or(|until| now < until)
    }
}

/// The tokens of a client and its clones, one for each address.
#[derive(Default)]
pub(super) struct Tokens(Mutex<Vec<(&'static str, Arc<Slot>)>>);

/// One address: who holds the lock fetches, the others wait for what comes of it.
#[derive(Default)]
struct Slot {
    state: tokio::sync::Mutex<State>,
    /// How often it was tried to fetch a token.
    fetches: AtomicU64,
}

#[derive(Default)]
struct State {
    token: Option<Token>,
    /// What came of the last request, if that was no token.
    failure: Option<Error>,
}

impl Tokens {
    fn slot(&self, token_url: &'static str) -> Arc<Slot> {
        // A list that a panic left behind is still a list.
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, slot)) = slots.iter().find(|(url, _)| *url == token_url) {
            return Arc::clone(slot);
        }
        let slot = Arc::<Slot>::default();
        slots.push((token_url, Arc::clone(&slot)));
        slot
    }
}

/// What the requests of one call for a token have in common.
#[derive(Clone)]
pub(super) struct Wish {
    pub(super) client: Client,
    pub(super) token_url: &'static str,
    /// The token that a 401 came back for: another one is wanted.
    pub(super) refused: Option<u64>,
    /// What the call that needs the token says, instead of the client.
    pub(super) timeout: Option<Duration>,
    pub(super) retry: Option<RetryPolicy>,
}

impl Wish {
    /// The token that is kept, or a new one. Many callers at once make one request.
    ///
    /// Boxed, since it sends a request of its own: a future cannot hold itself.
    pub(super) fn token(&self, left: Duration) -> Pin<Box<dyn Future<Output = Result<Token>> + Send + '_>> {
        Box::pin(async move {
            let slot = self.client.inner().tokens.slot(self.token_url);
            let before = slot.fetches.load(Ordering::Acquire);
            let kept = slot.state.try_lock().ok().and_then(|state| self.kept(&state));
            if let Some(token) = kept {
                return Ok(token);
            }
            // A task of its own: a caller that is not polled for a while would hold up all others.
            let fetching = self.clone().kept_or_new(slot, before, left);
            #[cfg(feature = "tracing")]
            let fetching = tracing::Instrument::in_current_span(fetching);
            // The time that is left counts for the wait and the request together.
            match tokio::time::timeout(left, tokio::spawn(fetching)).await {
                Ok(Ok(token)) => token,
                Ok(Err(_)) => Err(Error::new(
                    ErrorKind::Transport,
                    "the request for an access token was stopped with its runtime; nothing was sent"
                        .to_owned(),
                )),
                Err(_) => Err(Error::new(
                    ErrorKind::Timeout,
                    "there was no access token within the total timeout; nothing was sent".to_owned(),
                )),
            }
        })
    }

    fn kept(&self, state: &State) -> Option<Token> {
        let now = self.client.inner().timing.now();
        state.token.as_ref().filter(|token| token.is_good(now, self.refused)).cloned()
    }

    async fn kept_or_new(self, slot: Arc<Slot>, before: u64, left: Duration) -> Result<Token> {
        let mut state = slot.state.lock().await;
        if let Some(token) = self.kept(&state) {
            return Ok(token);
        }
        let number = slot.fetches.load(Ordering::Acquire);
        if let Some(failure) = state.failure.as_ref().filter(|_| number != before) {
            // It failed while this caller waited: asking again would give the same, later.
            return Err(failure.copy());
        }
        state.token = None;
        let timing = &self.client.inner().timing;
        let started = timing.now();
        let fetched = self.fetch(started, number + 1, left).await;
        slot.fetches.store(number + 1, Ordering::Release);
        // A timeout may be that of this caller alone.
        let in_time = timing.now().saturating_sub(started) < left && self.timeout.is_none();
        let failure = fetched.as_ref().err().filter(|error| !error.is_timeout() || in_time);
        state.failure = failure.map(Error::copy);
        state.token = fetched.as_ref().ok().cloned();
        fetched
    }

    async fn fetch(&self, now: Duration, number: u64, left: Duration) -> Result<Token> {
        let Proof::Client { id, secret } = self.client.inner().credentials.proof() else {
            return Err(Error::credentials("these credentials get no access token".to_owned()));
        };
        let (host, path) = split(self.token_url);
        let mut call = Call::post(&Target::new(&self.client, host), path)
            .anonymous()
            .repeatable()
            .form("grant_type", "client_credentials")
            .form("client_id", id.as_str())
            .form("client_secret", secret.expose_secret())
            .with_total_timeout(left);
        if let Some(timeout) = self.timeout {
            call = call.with_timeout(timeout);
        }
        if let Some(policy) = &self.retry {
            call = call.with_retry(policy.clone());
        }
        let url = self.url(path)?;
        let raw = call.execute(url).await;
        for (_, value) in &mut call.form {
            value.zeroize();
        }
        let raw = raw.map_err(|error| error.without_token(secret.expose_secret()))?;
        read(raw, now, number)
    }

    /// The token address; with a base URL its path there, since secrets go nowhere else then.
    fn url(&self, path: &str) -> Result<Url> {
        let text = match &self.client.inner().base {
            Some(base) => format!("{}{path}", base.as_str().trim_end_matches('/')),
            None if self.token_url.starts_with("https://") => self.token_url.to_owned(),
            None => {
                let message = "the token address is not `https://`, so the secret is not sent there";
                return Err(Error::credentials(message.to_owned()));
            }
        };
        Url::parse(&text)
            .map_err(|error| Error::invalid_request(format!("the token address cannot be read: {error}")))
    }
}

/// `https://oauth.twilio.com/v2/token` → host and path.
fn split(url: &'static str) -> (&'static str, &'static str) {
    let after = url.find("://").map_or(0, |at| at + 3);
    let path = url.get(after..).and_then(|rest| rest.find('/'));
    path.and_then(|at| url.split_at_checked(after + at)).unwrap_or((url, "/"))
}

/// Reads the answer, and leaves nothing of it. What cannot be read is not quoted: it may hold a token.
fn read(mut raw: Raw, now: Duration, number: u64) -> Result<Token> {
    let mut answer = decode::json(&raw.body);
    raw.body.zeroize();
    let expires_in = answer.get("expires_in").and_then(Json::as_f64);
    let Some(Json::String(value)) = answer.get_mut("access_token").filter(|token| *token != "") else {
        let message = "cannot get an access token: the answer of the token address holds none";
        let error = Error::answer(ErrorKind::Credentials, message.to_owned(), raw);
        return Err(error.not_processed());
    };
    let until = expires_in.map(|seconds| now.saturating_add(useful(seconds)));
    Ok(Token { value: SecretString::from(std::mem::take(value)), until, number })
}

/// How long a token is used that lives so many seconds.
fn useful(seconds: f64) -> Duration {
    // Twilio's own example says 1438315200000 seconds.
    let life = Duration::try_from_secs_f64(seconds.max(0.0)).unwrap_or(Duration::MAX);
    life.saturating_sub(MARGIN.min(life / 10))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{TOKEN_URL, split, useful};

    #[test]
    fn a_token_is_used_until_shortly_before_it_expires() {
        let table = [
            (3600.0, 3540.0),
            (60.0, 54.0),
            (0.0, 0.0),
            (-1.0, 0.0),
            (f64::NAN, 0.0),
            (1_438_315_200_000.0, 1_438_315_199_940.0),
        ];
        for (seconds, wanted) in table {
            assert_eq!(useful(seconds), Duration::from_secs_f64(wanted), "{seconds}");
        }
        assert!(useful(f64::INFINITY) > Duration::from_secs(u64::MAX / 2));
    }

    #[test]
    fn the_path_of_a_token_address_is_found() {
        assert_eq!(split(TOKEN_URL), ("https://oauth.twilio.com", "/v2/token"));
        assert_eq!(split("https://x.example"), ("https://x.example", "/"));
        assert_eq!(split("/token"), ("", "/token"));
    }
}
