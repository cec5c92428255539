//! The server: who is asked what, and how it begins and ends.

use super::answer::{self, Draft};
use super::desk::Work;
use super::error::ReviewError;
use super::guard::{ALWAYS, CLOSED, Guard, LARGEST, Pass};
use super::listener::{Connected, HURRY, Listener};
use super::page;
use super::queue::Filter;
use super::rebuild;
use super::reply::{Refusal, Reply, json_of, ok};
use super::view;
use crate::html::{Document, texts_json};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{ConnectInfo, Path, Query, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

/// How long requests that are under way may still take when the desk is closed.
const LAST: Duration = Duration::from_secs(3);

/// What all requests share.
pub(super) struct Shared {
    pub(super) work: Arc<Work>,
    pub(super) guard: Guard,
    /// The policy and the text of the page.
    document: (String, String),
}

type Of = State<Arc<Shared>>;

impl Shared {
    pub(super) fn new(work: Work, guard: Guard) -> Self {
        let desk = json!({ "key": guard.key(), "drafts": drafts_of(&work) });
        let title = work.now().room.edition.edition.clone();
        let document = Document {
            title: ("review.title", &title),
            style: page::STYLE,
            script: page::SCRIPT,
            data: vec![("texts", texts_json(&["review", "common", "field", "value"])), ("desk", desk)],
            body: page::body(),
        };
        let (policy, text) = document.served();
        Self { work: Arc::new(work), guard, document: (format!("{policy}; frame-ancestors 'none'"), text) }
    }
}

/// How often a desk that closes looks whether the rebuild is done.
const LOOK: Duration = Duration::from_millis(100);

/// Answers until `stop` ends; then lets requests that are under way end too, for a moment, and a rebuild for as long as it takes: one that
/// is torn off leaves an edition half written.
pub(super) fn answer_until(
    shared: Arc<Shared>,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ReviewError> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().map_err(ReviewError::Serve)?;
    let ended = runtime.block_on(async {
        let listener = Listener::of(listener).map_err(ReviewError::Serve)?;
        let work = shared.work.clone();
        let (stopping, mut stopped) = tokio::sync::watch::channel(false);
        let mut late = stopped.clone();
        let served = router(shared).into_make_service_with_connect_info::<Connected>();
        let graceful = axum::serve(listener, served).with_graceful_shutdown(async move {
            stop.await;
            // Nobody waits for it when the server has ended by itself.
            let _ = stopping.send(true);
        });
        let too_late = async move {
            let _ = stopped.changed().await;
            tokio::time::sleep(LAST).await;
        };
        let _ = late.borrow_and_update();
        let ended = tokio::select! {
            ended = graceful.into_future() => ended.map_err(ReviewError::Serve),
            () = too_late => Ok(()),
        };
        rebuilt(&work).await;
        ended
    });
    runtime.shutdown_timeout(LAST);
    ended
}

/// Waits for the rebuild that is under way, if there is one, and says that it does.
async fn rebuilt(work: &Work) {
    if !work.is_rebuilding() {
        return;
    }
    if let Some(waiting) = &work.desk.waiting {
        waiting();
    }
    while work.is_rebuilding() {
        tokio::time::sleep(LOOK).await;
    }
}

fn router(shared: Arc<Shared>) -> Router {
    let room = shared.guard.room();
    let at = |path: &str| format!("{room}/{path}");
    Router::new()
        .route(&at(""), get(document))
        .route(&at("api/state"), get(state))
        .route(&at("api/queue"), get(queue))
        .route(&at("api/fields"), get(fields))
        .route(&at("api/projects"), get(projects))
        .route(&at("api/projects/{id}"), get(project))
        .route(&at("api/pages/{id}"), get(page_text))
        .route(&at("api/preview"), post(preview))
        .route(&at("api/corrections"), post(correct))
        .route(&at("api/undo"), post(undo))
        .route(&at("api/rebuild"), post(build))
        .fallback(|| async { Refusal::unknown() })
        .method_not_allowed_fallback(|| async { Refusal::of(StatusCode::METHOD_NOT_ALLOWED, "method") })
        .layer(from_fn_with_state(shared.clone(), guarded))
        .with_state(shared)
}

/// By what a browser tells drafts of this file of corrections from those of another: the same in every run, and no path of this machine.
fn drafts_of(work: &Work) -> String {
    let file = std::path::absolute(&work.desk.corrections).unwrap_or_else(|_| work.desk.corrections.clone());
    let digest = Sha256::digest(file.as_os_str().as_encoded_bytes());
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// What every request passes: the guard before it, the headers after it; a fault in between costs this one answer only.
async fn guarded(State(shared): Of, ConnectInfo(connected): ConnectInfo<Connected>, request: Request, next: Next) -> Response {
    connected.asks();
    let is_api = request.uri().path().starts_with(&format!("{}/api/", shared.guard.room()));
    let mut response = match shared.guard.admit(request.method(), request.uri(), request.headers()) {
        Ok(Pass::Enter) => enter(&shared.guard),
        Ok(Pass::Sign) => StatusCode::NO_CONTENT.into_response(),
        Ok(Pass::Go) => match tokio::spawn(next.run(request)).await {
            Ok(response) => response,
            Err(_) => Refusal::fault().into_response(),
        },
        Err(refusal) if is_api => refusal.into_response(),
        Err(refusal) => plain(&refusal),
    };
    let is_method = response.status() == StatusCode::METHOD_NOT_ALLOWED;
    let headers = response.headers_mut();
    headers.extend(ALWAYS);
    if is_method {
        headers.entry(header::ALLOW).or_insert(HeaderValue::from_static("GET, POST"));
    }
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(CLOSED));
    response
}

/// Gives the cookie, and the page at an address without the token: it stays neither in the history nor in a copied link.
fn enter(guard: &Guard) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let cookie = HeaderValue::try_from(guard.set_cookie());
    let page = HeaderValue::try_from(format!("{}/", guard.room()));
    let headers = response.headers_mut();
    headers.extend(page.ok().map(|page| (header::LOCATION, page)));
    headers.extend(cookie.ok().map(|cookie| (header::SET_COOKIE, cookie)));
    response
}

/// A refusal in words, for a person who has typed the address.
fn plain(refusal: &Refusal) -> Response {
    use crate::html::{Language, word};
    let say = |language| format!("{}\n{}\n", word(&refusal.error, language), word(&refusal.remedy, language));
    let text = Language::ALL.map(say).join("\n");
    (refusal.status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

/// Does what takes longer than a moment where it holds nobody up.
async fn apart(shared: Arc<Shared>, job: impl FnOnce(&Shared) -> Reply + Send + 'static) -> Reply {
    tokio::task::spawn_blocking(move || job(&shared)).await.unwrap_or_else(|_| Err(Refusal::fault()))
}

/// The body of a request, as it is meant.
async fn body<T: DeserializeOwned>(body: Body) -> Result<T, Refusal> {
    let bytes = tokio::time::timeout(HURRY, to_bytes(body, LARGEST)).await;
    let bytes = bytes.map_err(|_| Refusal::of(StatusCode::REQUEST_TIMEOUT, "slow"))?;
    let bytes = bytes.map_err(|_| Refusal::of(StatusCode::PAYLOAD_TOO_LARGE, "too_large"))?;
    serde_json::from_slice(&bytes).map_err(|error| Refusal::of(StatusCode::BAD_REQUEST, "asked").saying(error.to_string()))
}

fn path(path: Result<Path<String>, PathRejection>) -> Result<String, Refusal> {
    path.map(|Path(id)| id).map_err(|_| Refusal::unknown())
}

fn query<T>(query: Result<Query<T>, QueryRejection>) -> Result<T, Refusal> {
    query.map(|Query(query)| query).map_err(|error| Refusal::of(StatusCode::BAD_REQUEST, "asked").saying(error.to_string()))
}

async fn document(State(shared): Of) -> Response {
    let (policy, text) = &shared.document;
    let policy = HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static(CLOSED));
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    ([(header::CONTENT_SECURITY_POLICY, policy), (header::CONTENT_TYPE, kind)], text.clone()).into_response()
}

async fn state(State(shared): Of) -> Reply {
    ok(&shared.work.state())
}

async fn queue(State(shared): Of, asked: Result<Query<Filter>, QueryRejection>) -> Reply {
    let filter = query(asked)?;
    apart(shared, move |shared| ok(&shared.work.now().queue().list(&filter))).await
}

async fn fields() -> Reply {
    ok(&view::fields())
}

/// Which projects are searched for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Search {
    #[serde(default)]
    find: String,
    limit: Option<usize>,
}

async fn projects(State(shared): Of, asked: Result<Query<Search>, QueryRejection>) -> Reply {
    let search = query(asked)?;
    apart(shared, move |shared| ok(&shared.work.now().queue().projects(&search.find, search.limit.unwrap_or(20)))).await
}

async fn project(
    State(shared): Of,
    id: Result<Path<String>, PathRejection>,
    asked: Result<Query<Filter>, QueryRejection>,
) -> Reply {
    let (id, filter) = (path(id)?, query(asked)?);
    apart(shared, move |shared| ok(&view::project(&shared.work.now(), &id, &filter)?)).await
}

async fn page_text(State(shared): Of, id: Result<Path<String>, PathRejection>) -> Reply {
    let id = path(id)?;
    apart(shared, move |shared| ok(&view::page(&shared.work.now(), &id)?)).await
}

async fn preview(State(shared): Of, sent: Body) -> Reply {
    let draft: Draft = body(sent).await?;
    apart(shared, move |shared| ok(&answer::preview(&shared.work, &draft)?)).await
}

async fn correct(State(shared): Of, sent: Body) -> Reply {
    let draft: Draft = body(sent).await?;
    apart(shared, move |shared| {
        let ids = answer::keep(&shared.work, &draft)?;
        Ok(json_of(StatusCode::CREATED, &json!({ "ids": ids, "state": shared.work.state() })))
    })
    .await
}

/// Which correction is to be taken back.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Undo {
    id: String,
}

async fn undo(State(shared): Of, sent: Body) -> Reply {
    let Undo { id } = body(sent).await?;
    apart(shared, move |shared| {
        let ids = shared.work.undo(&id)?;
        ok(&json!({ "ids": ids, "state": shared.work.state() }))
    })
    .await
}

/// Nothing more to say.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

async fn build(State(shared): Of, sent: Body) -> Reply {
    let Nothing {} = body(sent).await?;
    rebuild::begin(&shared.work)?;
    Ok(json_of(StatusCode::ACCEPTED, &json!({ "state": shared.work.state() })))
}
