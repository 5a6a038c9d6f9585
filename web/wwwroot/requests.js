// The visitor's requests, as their browser alone remembers them: what they asked for without an account is theirs by the key kept here.
const storeName = 'laiongrid.requests';
const mostKept = 24;

// Newest first: { id, key, prompt }.
export function ownRequests() {
  try {
    const kept = JSON.parse(localStorage.getItem(storeName) ?? '[]');
    return Array.isArray(kept) ? kept.filter(one => typeof one?.id === 'string') : [];
  } catch {
    return []; // nothing may be kept, or something else wrote there
  }
}

export function keyOf(id) {
  return ownRequests().find(one => one.id === id)?.key ?? '';
}

export function remember(request) {
  keep([request, ...ownRequests().filter(one => one.id !== request.id)].slice(0, mostKept));
}

export function forget(ids) {
  keep(ownRequests().filter(one => !ids.includes(one.id)));
}

function keep(requests) {
  try {
    localStorage.setItem(storeName, JSON.stringify(requests));
  } catch {
    // A browser that keeps nothing: the page in hand still has its key in its form.
  }
}
