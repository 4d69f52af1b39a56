def can_edit_places(user):
    """Names, figures and units are kept by those who run the network; the register itself comes from its file."""
    return user.is_authenticated and user.is_network_admin


def can_consult_in(user, place):
    """Whoever works for an advising organisation may open a consultation in a place that still exists."""
    return user.organisation_id is not None and place.is_client and place.gone_on is None
