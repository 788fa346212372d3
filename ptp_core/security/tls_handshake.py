"""The TLS 1.3 handshake in memory (RFC 8446), by OpenSSL; the transport carries its bytes.

Each side's stream is a two-byte length, its transport parameters, then TLS records. The parameters travel beside
TLS, not inside: both are the context of the exported packet keys, so that a changed byte gives each side other
keys, and nothing that is sealed with them opens. Certificates are self-signed and mutual; that the peer has the
key to its certificate is proved here, who it is is decided above, by fingerprint. One owner thread at a time.
"""

from __future__ import annotations

import functools
import hmac

from OpenSSL import SSL, crypto

from ptp_core.errors import HandshakeFailed
from ptp_core.security.identity import Identity, fingerprint_of
from ptp_core.sentences import declare, phrase

_TOO_LONG = declare("handshake-too-long", "The other side's handshake is too long.")()
_INCOMPLETE = declare("handshake-incomplete", "The handshake is not complete.")()
_PARAMETERS_TOO_LONG = declare("parameters-too-long", "The other side's parameters are too long.")()
_NOT_SET_UP = declare("no-secure-channel", "The encrypted connection could not be set up.")()
_CHANGES_OR_NOT_PTP = phrase("Something on the way changes the data, or the other side is not PTP.")
_NO_CERTIFICATE = declare("no-certificate", "The other side showed no certificate.")()
OURSELVES = declare("same-installation", "The other side is this same installation of PTP.")()
ANOTHER_ADDRESS = phrase("Enter another computer's address.")

MAXIMUM_INPUT_BYTES = 8192
MAXIMUM_PARAMETERS_BYTES = 512
SECRET_BYTES = 32
_READ_BYTES = 16_384
_CLIENT_LABEL = b"EXPORTER-PTP-client-packets"
_SERVER_LABEL = b"EXPORTER-PTP-server-packets"


class TlsHandshake:
    """One side of one handshake; see `ChannelHandshake` in the transport for what it is to its caller."""

    def __init__(self, identity: Identity, *, is_client: bool, parameters: bytes) -> None:
        assert len(parameters) <= MAXIMUM_PARAMETERS_BYTES
        self.complete = False
        self.peer_parameters = b""
        self.peer_fingerprint = b""
        self._identity = identity
        self._is_client = is_client
        self._own_parameters = parameters
        self._prefix = _framed(parameters)
        self._tls = SSL.Connection(_context(identity), None)
        if is_client:
            self._tls.set_connect_state()
        else:
            self._tls.set_accept_state()
        self._head = b""
        self._parameters_known = False
        self._received = 0

    def start(self) -> bytes:
        """The first bytes of this side's stream; the server has none before it heard the client."""
        if not self._is_client:
            return b""
        self._step()
        return self._take_output()

    def receive(self, data: bytes) -> bytes:
        """Take in the peer's next bytes; returns one's own next ones. Raises HandshakeFailed."""
        self._received += len(data)
        if self._received > MAXIMUM_INPUT_BYTES:
            raise HandshakeFailed(_TOO_LONG)
        records = self._strip_parameters(data)
        if self.complete or not records:
            return b""
        self._tls.bio_write(records)
        self._step()
        return self._take_output()

    def packet_secrets(self) -> tuple[bytes, bytes]:
        """The secrets for packets of the client and of the server, bound to both sides' parameters."""
        return self.export(_CLIENT_LABEL, SECRET_BYTES), self.export(_SERVER_LABEL, SECRET_BYTES)

    def export(self, label: bytes, length: int) -> bytes:
        """Keying material for another purpose (RFC 8446 section 7.5), equal at both ends, bound to both parameters.

        Raises HandshakeFailed before the handshake is complete.
        """
        if not self.complete:
            raise HandshakeFailed(_INCOMPLETE)
        client, server = self._own_parameters, self.peer_parameters
        if not self._is_client:
            client, server = server, client
        # Lengths in front: else bytes could move from one side's parameters to the other's and give the same keys.
        exported: bytes = self._tls.export_keying_material(label, length, _framed(client) + _framed(server))
        return exported

    def _strip_parameters(self, data: bytes) -> bytes:
        if self._parameters_known:
            return data
        self._head += data
        if len(self._head) < 2:
            return b""
        size = int.from_bytes(self._head[:2], "big")
        if size > MAXIMUM_PARAMETERS_BYTES:
            raise HandshakeFailed(_PARAMETERS_TOO_LONG)
        if len(self._head) < 2 + size:
            return b""
        self.peer_parameters = self._head[2 : 2 + size]
        rest, self._head = self._head[2 + size :], b""
        self._parameters_known = True
        return rest

    def _step(self) -> None:
        try:
            self._tls.do_handshake()
        except SSL.WantReadError:
            return
        except SSL.Error as error:
            raise HandshakeFailed(_NOT_SET_UP, hint=_CHANGES_OR_NOT_PTP) from error
        certificate = self._tls.get_peer_certificate(as_cryptography=False)
        if certificate is None:
            raise HandshakeFailed(_NO_CERTIFICATE)
        # Never parsed here: what OpenSSL lets through may be more than another parser can read.
        fingerprint = fingerprint_of(crypto.dump_certificate(crypto.FILETYPE_ASN1, certificate))
        if hmac.compare_digest(fingerprint, self._identity.fingerprint):
            raise HandshakeFailed(OURSELVES, hint=ANOTHER_ADDRESS)
        self.peer_fingerprint = fingerprint
        self.complete = True

    def _take_output(self) -> bytes:
        pieces, self._prefix = [self._prefix], b""
        while True:
            try:
                pieces.append(self._tls.bio_read(_READ_BYTES))
            except SSL.WantReadError:
                break
        return b"".join(pieces)


def _framed(parameters: bytes) -> bytes:
    return len(parameters).to_bytes(2, "big") + parameters


# Making one costs as much as the rest of a server's connection, and a flood of hellos asks for hundreds a second.
@functools.lru_cache(maxsize=8)
def _context(identity: Identity) -> SSL.Context:
    context = SSL.Context(SSL.TLS_METHOD)
    context.set_min_proto_version(SSL.TLS1_3_VERSION)
    context.set_max_proto_version(SSL.TLS1_3_VERSION)
    context.use_certificate(identity.certificate)
    context.use_privatekey(identity.private_key)
    context.set_options(SSL.OP_NO_TICKET)
    context.set_session_cache_mode(SSL.SESS_CACHE_OFF)
    context.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT, _take_any_certificate)
    return context


def _take_any_certificate(
    connection: SSL.Connection, certificate: crypto.X509, error: int, depth: int, verified: int
) -> bool:
    """Self-signed, whatever its dates: the fingerprint decides, and a wrong clock does no harm."""
    return depth == 0
