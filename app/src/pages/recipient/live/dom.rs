//! The few things that forms need of the document.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, Event, EventTarget};

/// The first element below `root` that a selector finds, when it is of the type asked for.
pub(super) fn find<T: JsCast>(root: &Element, selector: &str) -> Option<T> {
    root.query_selector(selector).ok().flatten().and_then(|element| element.dyn_into().ok())
}

/// Calls `handler` for each event, for as long as the page lives.
pub(super) fn on(target: &EventTarget, kind: &str, handler: impl FnMut(Event) + 'static) {
    let closure = Closure::<dyn FnMut(Event)>::new(handler).into_js_value();
    // Fails for no target and no kind of event.
    let _ = target.add_event_listener_with_callback(kind, closure.unchecked_ref());
}

/// Sets an attribute to `value`, or takes it away.
pub(super) fn set(element: &Element, attribute: &str, value: Option<&str>) {
    // Setting fails only for names that no attribute can have.
    let _ = match value {
        Some(value) => element.set_attribute(attribute, value),
        None => element.remove_attribute(attribute),
    };
}
