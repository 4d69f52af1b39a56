// Passkeys: offered only where the device knows them; without this script codes do the same.
const bytes = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), c => c.charCodeAt(0));
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const ids = list => (list || []).map(each => ({ ...each, id: bytes(each.id) }));

const make = async question => {
  const publicKey = { ...question, challenge: bytes(question.challenge), user: { ...question.user, id: bytes(question.user.id) }, excludeCredentials: ids(question.excludeCredentials) };
  const made = await navigator.credentials.create({ publicKey });
  return { id: made.id, rawId: text(made.rawId), type: made.type, clientExtensionResults: {},
    response: { clientDataJSON: text(made.response.clientDataJSON), attestationObject: text(made.response.attestationObject) } };
};

const sign = async question => {
  const publicKey = { ...question, challenge: bytes(question.challenge), allowCredentials: ids(question.allowCredentials) };
  const signed = await navigator.credentials.get({ publicKey });
  const answer = signed.response;
  return { id: signed.id, rawId: text(signed.rawId), type: signed.type, clientExtensionResults: {},
    response: { clientDataJSON: text(answer.clientDataJSON), authenticatorData: text(answer.authenticatorData), signature: text(answer.signature), userHandle: answer.userHandle ? text(answer.userHandle) : null } };
};

const ask = async form => {
  const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
  const answer = await fetch(form.dataset.ask, { method: "POST", headers });
  if (!answer.ok) throw new Error(answer.status);
  return (await answer.json()).publicKey;
};

// <form data-make="question"> makes a passkey, <form data-ask="address"> asks there what to sign; both then send the answer.
const isNumber = /^[\d.]+$|:/.test(location.hostname);  // no passkey belongs to a bare address
const known = isSecureContext && !isNumber && window.PublicKeyCredential;
for (const form of document.querySelectorAll("form[data-make], form[data-ask]")) {
  const button = form.querySelector("[data-passkey]"), trouble = form.querySelector("[data-trouble]");
  form.querySelectorAll(known ? "[data-known]" : "[data-unknown]").forEach(part => { part.hidden = false; });
  form.querySelectorAll(known ? "[data-unknown]" : "[data-known]").forEach(part => { part.hidden = true; });
  button.addEventListener("click", async () => {
    if (form.dataset.make && !form.reportValidity()) return;
    button.disabled = true;
    trouble.hidden = true;
    try {
      const answer = form.dataset.make ? await make(JSON.parse(form.dataset.make).publicKey) : await sign(await ask(form));
      form.elements.passkey.value = JSON.stringify(answer);
      form.submit();
    } catch {
      trouble.hidden = false;
      button.disabled = false;
    }
  });
}
