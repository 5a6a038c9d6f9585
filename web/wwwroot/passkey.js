// Passkeys: shows the button where the browser can, asks the browser when it is pressed, and sends the answer with the form.
const form = document.querySelector('[data-passkey]');
const canDo = typeof PublicKeyCredential?.parseRequestOptionsFromJSON === 'function';
const conditional = new AbortController();

const say = text => {
  const status = form.querySelector('[data-passkey-status]');
  status.textContent = text;
  status.hidden = false;
};

const send = credential => {
  form.elements.credential.value = JSON.stringify(credential);
  form.submit();
};

const get = more => navigator.credentials.get({
  publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(form.dataset.options)), ...more,
});

const create = () => {
  const options = JSON.parse(form.dataset.options);
  const name = form.elements.name?.value.trim();
  if (name) {
    options.user.name = options.user.displayName = name;
  }
  return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
};

const why = error => error.name === 'InvalidStateError'
  ? 'This device has a passkey for this account already.'
  : error.name === 'NotAllowedError'
    ? 'No passkey was chosen. Try again, or go another way.'
    : `The browser could not do it (${error.message}). Try again, or go another way.`;

async function press(event) {
  event.preventDefault();
  if (form.elements.credential.value) {
    form.submit(); // made at an earlier try
    return;
  }
  conditional.abort();
  say('Your browser is asking.');
  try {
    send(await (form.dataset.passkey === 'create' ? create() : get()));
  } catch (error) {
    say(why(error));
  }
}

// Offers passkeys in the list under the name field, where the browser has such a list.
async function offer() {
  if (form.dataset.passkey !== 'get' || !await PublicKeyCredential.isConditionalMediationAvailable?.()) {
    return;
  }
  try {
    send(await get({ mediation: 'conditional', signal: conditional.signal }));
  } catch (error) {
    if (error.name !== 'AbortError') {
      say(why(error));
    }
  }
}

if (form && canDo) {
  form.querySelector('[data-passkey-act]').hidden = false;
  form.addEventListener('submit', press);
  offer();
} else if (form) {
  say('This browser cannot use passkeys. Go another way.');
}
