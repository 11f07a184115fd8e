//! A server with axum that opens a Flex channel for each customer: `POST /channels` with `{"identity": "alice"}`.
//!
//! `FLEX_FLOW_SID=FO… cargo run -p twilio-client-examples --example open_channel`

use axum::extract::{Json, State};
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Router, response::IntoResponse};
use serde::Deserialize;
use twilio_client::Client;
use twilio_client::flex_v1::CreateChannelParams;
use twilio_client::sid::FlexFlowSid;

#[derive(Deserialize)]
struct Customer {
    identity: String,
}

/// The routes. All requests share the connections of one client.
pub fn router(client: Client, flow: FlexFlowSid) -> Router {
    Router::new().route("/channels", post(open)).with_state((client, flow))
}

async fn open(
    State((client, flow)): State<(Client, FlexFlowSid)>,
    Json(customer): Json<Customer>,
) -> impl IntoResponse {
    let arguments = CreateChannelParams {
        flex_flow_sid: flow,
        chat_user_friendly_name: customer.identity.clone(),
        chat_friendly_name: format!("Chat with {}", customer.identity),
        identity: customer.identity,
    };
    match client.flex_v1().channels().create(arguments).await {
        Ok(channel) => (StatusCode::CREATED, Json(channel)).into_response(),
        Err(error) if error.is_rate_limited() => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Err(error) => {
            eprintln!("{error}"); // contains no personal data
            StatusCode::BAD_GATEWAY.into_response()
        }
    }
}

#[allow(dead_code, reason = "a test calls only the router")]
#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::from_env()?;
    let flow = std::env::var("FLEX_FLOW_SID")?.parse()?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
    Ok(axum::serve(listener, router(client, flow)).await?)
}
