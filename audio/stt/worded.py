"""A hearing vendor's fault in a sentence, by its HTTP status where it has one; no key and no reply of theirs in it."""

from core.errors import ProviderError


def worded(name: str, fault: Exception) -> ProviderError:
    """What any exception at this edge means to the person."""
    response = getattr(fault, "response", None)
    status = getattr(fault, "status_code", None) or getattr(response, "status_code", None)
    if status in (401, 403):
        return ProviderError(name, f"the key for {name} was refused; paste another on the Status page", retryable=False)
    if status == 402:
        return ProviderError(name, f"the account for {name} has no credit left", retryable=False)
    if status == 429:
        return ProviderError(name, f"{name} has no room for more calls just now", retryable=True)
    if isinstance(status, int) and 400 <= status < 500:
        return ProviderError(name, f"{name} refused the recording ({status})", retryable=False)
    if isinstance(fault, (ValueError, KeyError, TypeError, AttributeError)):
        return ProviderError(name, f"{name} did not answer in the agreed form", retryable=True)
    if isinstance(fault, ImportError):
        return ProviderError(name, f"{name} needs a package that is not installed", retryable=False)
    return ProviderError(name, f"{name} could not be reached or broke off", retryable=True)
