def can_administer(user):
    """Who keeps the network's accounts and organisations; it opens no room."""
    return user.is_authenticated and user.is_active and user.is_network_admin


def can_change_standing(user, person):
    """Nobody locks herself out or gives away her own task."""
    return can_administer(user) and user.pk != person.pk
