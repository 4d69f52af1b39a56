"""Passkeys: asking a device to sign, and checking what it has signed."""

import json
import time

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http.request import split_domain_port
from django.utils import timezone
from django.utils.translation import gettext as _
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
)

from .factors import ISSUER, add
from .keys import digests
from .models import FactorKind, SecondFactor

NEW, ASKED = "passkey_new", "passkey_asked"  # in the web session: the question a device is to answer, good once
GOOD_FOR = 5 * 60  # seconds
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError, RecursionError)


def server(request):
    """For the host that was asked, which Django has compared with ALLOWED_HOSTS; and for its origin only."""
    host = request.get_host()
    name = PublicKeyCredentialRpEntity(name=ISSUER, id=split_domain_port(host)[0])
    return Fido2Server(name, attestation="none", verify_origin=lambda origin: origin == f"{request.scheme}://{host}")


def credentials_of(user):
    return [AttestedCredentialData(bytes(factor.secret)) for factor in user.factors.filter(kind=FactorKind.PASSKEY)]


def keep(request, mark, options, state):
    request.session[mark] = {"state": state, "at": time.time()}
    return dict(options)


def kept(request, mark):
    """The question that was asked; each is answered once."""
    question = request.session.pop(mark, None)
    if not question or time.time() - question["at"] > GOOD_FOR:
        raise ValidationError(_("Das hat zu lange gedauert. Bitte versuchen Sie es noch einmal."))
    return question["state"]


def ask_new(request):
    """What a device needs to make a passkey for the person who is signed in."""
    user = request.user
    handle = bytes.fromhex(digests("passkey-person", str(user.pk))[0])
    return keep(
        request,
        NEW,
        *server(request).register_begin(
            PublicKeyCredentialUserEntity(id=handle, name=user.email, display_name=user.name),
            credentials_of(user),
            resident_key_requirement="preferred",
            user_verification="preferred",
        ),
    )


def add_passkey(request, name, answer):
    """Add the passkey a device has just made."""
    state = kept(request, NEW)
    try:
        made = server(request).register_complete(state, json.loads(answer))
        fields = {"secret": bytes(made.credential_data), "credential_id": made.credential_data.credential_id}
        with transaction.atomic():
            return add(
                request.user,
                request.session.session_key,
                kind=FactorKind.PASSKEY,
                name=name,
                counter=made.counter,
                **fields,
            )
    except (*UNREADABLE, IntegrityError) as problem:
        raise ValidationError(_("Der Passkey ließ sich nicht einrichten. Bitte versuchen Sie es noch einmal.")) from (
            problem
        )


def ask(request, user=None):
    """What a device needs to sign: for this person, or, where nobody has said who she is, with the person checked."""
    if user:
        return keep(
            request, ASKED, *server(request).authenticate_begin(credentials_of(user), user_verification="preferred")
        )
    return keep(request, ASKED, *server(request).authenticate_begin(user_verification="required"))


def check(request, answer, user=None):
    """The passkey that has signed, of this person or of whoever it belongs to; or a refusal in one sentence."""
    state = kept(request, ASKED)
    refusal = ValidationError(_("Dieser Passkey wurde nicht erkannt. Bitte versuchen Sie es noch einmal."))
    if user is None and state["user_verification"] != "required":  # asked of somebody else, after her password
        raise refusal
    try:
        signed = AuthenticationResponse.from_dict(json.loads(answer))
        passkeys = (
            SecondFactor.objects.select_related("user").filter(user=user)
            if user
            else (SecondFactor.objects.select_related("user").filter(user__is_active=True))
        )
        factor = passkeys.get(kind=FactorKind.PASSKEY, credential_id=signed.raw_id)
        server(request).authenticate_complete(state, [AttestedCredentialData(bytes(factor.secret))], signed)
    except (*UNREADABLE, SecondFactor.DoesNotExist) as problem:
        raise refusal from problem
    if not count_on(factor, signed.response.authenticator_data.counter):
        raise refusal
    return factor


def count_on(factor, count):
    """A count that does not go up is a copy of the device; devices that do not count always say 0."""
    known = SecondFactor.objects.filter(pk=factor.pk)
    if count or factor.counter:
        known = known.filter(counter__lt=count)
    return bool(known.update(counter=count, last_used_at=timezone.now()))
