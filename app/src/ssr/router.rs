//! Which path leads where.

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse as _, Response},
    routing::{get, post, put},
};
use domain::CHUNK_BYTES;
use leptos::{prelude::provide_context, server_fn::axum::server_fn_paths};
use seal::PART_OVERHEAD;
use tower_http::services::ServeDir;

use super::{
    AUTOCONFIG_PATHS, AppState, Site, account, admin, assets::Assets, attachment, calm, compress, download,
    even, factor, forgotten, language, mail, mail_program, not_for_me, openings, plain, recipient,
    sent_message, session, simulator, upload,
};

/// The largest submission: body and subject in base64, and a hundred sealed keys.
const SUBMISSION_BYTES: usize = 768 * 1024;
/// One sealed chunk of an attachment.
const SEALED_CHUNK_BYTES: usize = CHUNK_BYTES + PART_OVERHEAD;

/// Every page, server function and file of the site.
pub fn router(state: AppState) -> Router {
    let AppState { engine, config } = state;
    let site = Site { engine, simulator: config.simulator, mail: config.mail, assets: Assets::find().into() };
    let files = ServeDir::new(&config.site_root)
        .precompressed_br()
        .precompressed_gzip()
        .fallback(get(calm::nowhere).with_state(site.clone()));
    Router::new()
        .merge(recipient_routes())
        .merge(sender_routes())
        .merge(mail_program_routes())
        .merge(admin_routes())
        .route("/simulator", get(simulator::page))
        .route("/simulator/messages", get(simulator::messages))
        .route("/simulator/reply", post(simulator::reply))
        .route(
            "/api/attachments/{message}/{attachment}/{chunk}",
            put(upload::chunk).layer(DefaultBodyLimit::max(SEALED_CHUNK_BYTES)),
        )
        .route("/api/{*function}", post(server_function).layer(DefaultBodyLimit::max(SUBMISSION_BYTES)))
        .fallback_service(Router::new().fallback_service(files).layer(middleware::from_fn(cache)))
        .with_state(site)
}

fn recipient_routes() -> Router<Site> {
    Router::new()
        .route("/m/{locator}", get(recipient::link))
        .route("/m/{locator}/not-for-me", get(not_for_me::ask).post(not_for_me::tell))
        .route("/m/{locator}/opened", post(recipient::opened))
        .route("/m/{locator}/attachments/{number}", get(attachment::received))
        .route("/inbox", get(recipient::inbox))
        .route("/m/{locator}/forgot", get(forgotten::look).post(forgotten::ask))
        .route("/m/{locator}/recover", get(account::recover_by_link))
        .route("/recover", get(account::recover))
        .route("/account", get(account::page))
        .route("/account/download", get(download::download))
        .route("/account/messages", get(openings::page))
        .route("/account/messages/{delivery}/remove", get(openings::ask).post(openings::remove))
        .route("/account/sessions/end", post(account::end_session))
        .route("/account/sessions/end-all", post(account::end_all))
        .route("/account/language", post(account::choose_language))
        .route("/account/passkeys/remove", post(account::remove_passkey))
        .route("/alive", post(session::alive))
        .route("/sign-out", post(session::sign_out))
        .route("/shared", post(session::share))
        .route("/hide", post(session::hide))
        .route("/hidden", get(session::hidden))
        .route("/signed-out", get(session::signed_out))
        .route("/signed-off", get(session::signed_off))
        .merge(plain::routes())
        .layer(middleware::from_fn(language::keep))
        .layer(compress::layer())
}

fn sender_routes() -> Router<Site> {
    Router::new()
        .route("/", get(mail::home))
        .route("/first-run/{token}", get(mail::first_run))
        .route("/sign-in", get(mail::sign_in))
        .route("/compose", get(mail::compose))
        .route("/sent", get(mail::sent))
        .route("/sent/{message}", get(sent_message::page))
        .route("/sent/{message}/attachments/{number}", get(attachment::sent))
        .route("/sent/{message}/recall", post(sent_message::recall))
        .route("/sent/{message}/remind", post(sent_message::remind))
        .route("/sent/{message}/release", post(sent_message::release))
        .route("/sent/{message}/decline-reset", post(sent_message::decline_reset))
        .route("/sent/{message}/seen-keys", post(sent_message::seen_keys))
        .route("/sent/{message}/release-again", post(sent_message::release_again))
        .route("/settings", get(mail::settings))
        .route("/settings/second-factor", get(factor::page))
        .route("/settings/sessions/end", post(mail::end_session))
        .route("/settings/passkeys/remove", post(mail::remove_passkey))
        .route("/settings/sessions/end-others", post(mail::end_other_sessions))
        .route("/alive/sender", post(mail::alive))
        .route("/sign-out/sender", post(mail::sign_out))
        .route("/signed-out/sender", get(mail::signed_out))
        .route("/signed-off/sender", get(mail::signed_off))
        .layer(compress::layer())
}

fn mail_program_routes() -> Router<Site> {
    let [well_known, subdomain] = AUTOCONFIG_PATHS;
    Router::new()
        .route("/settings/mail", get(mail_program::page))
        .route("/settings/mail/passwords", post(mail_program::add))
        .route("/settings/mail/passwords/revoke", post(mail_program::revoke))
        .route("/settings/mail/test", post(mail_program::test))
        .route("/settings/mail/narwhal.mobileconfig", get(mail_program::profile))
        .route(well_known, get(mail_program::autoconfig))
        .route(subdomain, get(mail_program::autoconfig))
}

fn admin_routes() -> Router<Site> {
    Router::new()
        .route("/admin", get(admin::home))
        .route("/admin/gateways", get(admin::gateways))
        .route("/admin/gateways/hold", post(admin::hold))
        .route("/admin/gateways/try", post(admin::try_now))
        .route("/admin/notices/retry", post(admin::retry))
        .route("/admin/notices/reroute", post(admin::reroute))
        .route("/admin/answers", get(admin::answers))
        .route("/admin/answers/decide", post(admin::decide))
        .route("/admin/opt-outs/lift", post(admin::lift))
        .route("/admin/words", get(admin::words).post(admin::change_words))
}

async fn server_function(State(site): State<Site>, request: Request) -> Response {
    let known = server_fn_paths().any(|(path, _)| path == request.uri().path());
    if !known {
        return StatusCode::NOT_FOUND.into_response();
    }
    let is_even = even::is_about_anybody(request.uri().path());
    let engine = site.engine;
    let answer =
        leptos_axum::handle_server_fns_with_context(move || provide_context(engine.clone()), request);
    if is_even { even::at_a_step(answer).await.into_response() } else { answer.await.into_response() }
}

/// Files whose name carries the hash of their content never change; the others are asked for each time.
async fn cache(request: Request, next: Next) -> Response {
    let hashed = request.uri().path().starts_with("/pkg/");
    let mut response = next.run(request).await;
    if response.status().is_success() {
        let value = if hashed { "public, max-age=31536000, immutable" } else { "public, max-age=3600" };
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(value));
    }
    response
}
