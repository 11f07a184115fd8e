//! The requests that the fake received.

use std::collections::VecDeque;

/// A request with its result.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Record {
    /// The method.
    pub method: String,
    /// The path and the query.
    pub target: String,
    /// The module of the operation: `chat_v2`.
    pub module: Option<String>,
    /// The operationId, if the request matches an operation.
    pub operation: Option<String>,
    /// The decoded path values, by the names of the placeholders.
    pub path: Vec<(String, String)>,
    /// The decoded query parameters.
    pub query: Vec<(String, String)>,
    /// The decoded fields of a form.
    pub form: Vec<(String, String)>,
    /// The headers, with their names in lower case. Contains no authorization.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// The status of the response. 0 without a response.
    pub status: u16,
    /// The reason for which the fake rejected the request.
    pub problem: Option<String>,
}

impl Record {
    /// The value of a query parameter.
    pub fn query_value(&self, name: &str) -> Option<&str> {
        value(&self.query, name)
    }

    /// The value of a field of the form.
    pub fn form_value(&self, name: &str) -> Option<&str> {
        value(&self.form, name)
    }

    /// The value of a header, whose name is in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        value(&self.headers, name)
    }
}

fn value<'a>(values: &'a [(String, String)], name: &str) -> Option<&'a str> {
    values.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// The number of requests that the fake keeps.
const MOST: usize = 10_000;

/// The latest requests.
#[derive(Clone, Debug, Default)]
pub(crate) struct Records(VecDeque<Record>);

impl Records {
    pub(crate) fn push(&mut self, record: Record) {
        if self.0.len() == MOST {
            self.0.pop_front();
        }
        self.0.push_back(record);
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &Record> {
        self.0.iter()
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}
