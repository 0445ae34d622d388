#!/usr/bin/env python3
"""A second reader and writer of sealed files, written from docs/format.md alone.

    open.py open IN OUT --passphrase-file FILE | --key-file FILE
    open.py seal IN OUT --passphrase-file FILE | --key-file FILE [--iterations N] [--argon2id]

A passphrase file holds the passphrase in UTF-8, a key file 32 bytes. Exit codes: 0 done, 1 refused (the reason is on stderr,
its code first), 2 used wrongly, 4 Argon2id asked for where it is missing. Needs python3-cryptography, 38 or later
(44 or later for Argon2id).
"""

import argparse
import json
import os
import sys
import unicodedata

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import constant_time, hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

MAGIC = bytes.fromhex("8b544c570d0a1a0a")
HEADER = 56
RAW, PBKDF2, ARGON2ID = 0, 1, 2
CHUNK = 16384
TAG = 16
HEAD = 24 + 32
LABEL = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\x00"
MAX_METADATA = 65536


class Refused(Exception):
    def __init__(self, code, sentence):
        super().__init__(f"{code}: {sentence}")


def cannot_open():
    return Refused("cannot-open", "wrong passphrase or key, or a changed header")


# --- Cobblestone-256


def derive(secret, salt, context):
    okm = HKDFExpand(hashes.SHA512(), 76, LABEL + salt + context).derive(secret)
    return AESGCM(okm[:32]), int.from_bytes(okm[32:44], "big"), okm[44:]


def nonce(base, index):
    return (base ^ index).to_bytes(12, "big")


def message_length_is_possible(length):
    return length >= HEAD + TAG and (length - HEAD) % (CHUNK + TAG) >= TAG


def seal_message(secret, context, plaintext):
    salt = os.urandom(24)
    aead, base, commitment = derive(secret, salt, context)
    chunks = [salt, commitment]
    for index in range(len(plaintext) // CHUNK + 1):
        chunks.append(aead.encrypt(nonce(base, index), plaintext[index * CHUNK : (index + 1) * CHUNK], None))
    return b"".join(chunks)


def open_message(secret, context, message, wrong_secret, damaged):
    aead, base, commitment = derive(secret, message[:24], context)
    if not constant_time.bytes_eq(commitment, message[24:HEAD]):
        raise wrong_secret
    plaintext = []
    try:
        for index, start in enumerate(range(HEAD, len(message), CHUNK + TAG)):
            plaintext.append(aead.decrypt(nonce(base, index), message[start : start + CHUNK + TAG], None))
    except InvalidTag:
        raise damaged from None
    return b"".join(plaintext)


# --- The key


def stretch(passphrase, source, salt, first, memory, lanes):
    password = unicodedata.normalize("NFC", passphrase).encode("utf-8")
    if source == PBKDF2:
        return PBKDF2HMAC(hashes.SHA256(), 32, salt, first).derive(password)
    try:
        from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
    except ImportError:
        print("unsupported: this version of cryptography has no Argon2id", file=sys.stderr)
        sys.exit(4)
    return Argon2id(salt=salt, length=32, iterations=first, lanes=lanes, memory_cost=memory).derive(password)


def key_of(header, passphrase, key):
    source, salt = header[9], header[12:44]
    first = int.from_bytes(header[44:48], "big")
    memory = int.from_bytes(header[48:52], "big")
    lanes = header[52]
    if source not in (RAW, PBKDF2, ARGON2ID):
        raise Refused("unsupported", "unknown key source")
    bounds = {
        RAW: True,
        PBKDF2: 100_000 <= first <= 20_000_000,
        ARGON2ID: 8192 <= memory <= 1048576 and 1 <= first <= 16 and 1 <= lanes <= 16,
    }
    if not bounds[source]:
        raise Refused("unsupported", "key derivation out of bounds")
    must_be_zero = [header[53:56]]
    if source != ARGON2ID:
        must_be_zero.append(header[48:53])
    if source == RAW:
        must_be_zero.append(header[12:48])
    if any(any(field) for field in must_be_zero) or (passphrase is None) != (source == RAW):
        raise cannot_open()
    return key if source == RAW else stretch(passphrase, source, salt, first, memory, lanes)


# --- The file


def open_file(data, passphrase, key):
    if not data or data[:8] != MAGIC[: len(data)]:
        raise Refused("not-sealed", "not a sealed file")
    if len(data) < HEADER + 4:
        raise Refused("truncated", "shorter than any sealed file")
    header = data[:HEADER]
    if header[8] != 1 or int.from_bytes(header[10:12], "big") != HEADER:
        raise Refused("unsupported", "unknown version")
    length = int.from_bytes(data[HEADER : HEADER + 4], "big")
    if length > HEAD + MAX_METADATA + TAG * (MAX_METADATA // CHUNK + 1):
        raise Refused("unsupported", "metadata too long")
    secret = key_of(header, passphrase, key)
    described = data[HEADER + 4 : HEADER + 4 + length]
    body = data[HEADER + 4 + length :]
    if not message_length_is_possible(len(body)):
        raise Refused("truncated", "impossible length")
    if not message_length_is_possible(len(described)):
        raise cannot_open()
    metadata = json.loads(open_message(secret, header + b"meta", described, cannot_open(), cannot_open()))
    damaged = Refused("corrupt", "a part was changed, moved or removed")
    plaintext = open_message(secret, header + b"body", body, damaged, damaged)
    if metadata["size"] != len(plaintext) or metadata.pop("bodyCommitment", body[24:HEAD].hex()) != body[24:HEAD].hex():
        raise damaged
    return metadata, plaintext


def seal_file(plaintext, name, passphrase, key, iterations, argon2id):
    header = bytearray(HEADER)
    header[:9] = MAGIC + b"\x01"
    header[10:12] = HEADER.to_bytes(2, "big")
    if passphrase is not None:
        header[9] = ARGON2ID if argon2id else PBKDF2
        header[12:44] = os.urandom(32)
        header[44:48] = (3 if argon2id else iterations).to_bytes(4, "big")
        if argon2id:
            header[48:52] = (65536).to_bytes(4, "big")
            header[52] = 1
    header = bytes(header)
    secret = key_of(header, passphrase, key)
    body = seal_message(secret, header + b"body", plaintext)
    metadata = {
        "name": name,
        "type": "application/octet-stream",
        "lastModified": 1700000000000,
        "size": len(plaintext),
        "bodyCommitment": body[24:HEAD].hex(),
    }
    described = seal_message(secret, header + b"meta", json.dumps(metadata).encode("utf-8"))
    return b"".join([header, len(described).to_bytes(4, "big"), described, body])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=["open", "seal"])
    parser.add_argument("input")
    parser.add_argument("output")
    secret = parser.add_mutually_exclusive_group(required=True)
    secret.add_argument("--passphrase-file")
    secret.add_argument("--key-file")
    parser.add_argument("--iterations", type=int, default=600_000)
    parser.add_argument("--argon2id", action="store_true")
    options = parser.parse_args()
    passphrase = key = None
    if options.passphrase_file:
        with open(options.passphrase_file, encoding="utf-8", newline="") as file:
            passphrase = file.read()
    else:
        with open(options.key_file, "rb") as file:
            key = file.read()
        if len(key) != 32:
            parser.error("a key has 32 bytes")
    with open(options.input, "rb") as file:
        data = file.read()
    try:
        if options.action == "open":
            metadata, result = open_file(data, passphrase, key)
            print(json.dumps(metadata))
        else:
            result = seal_file(data, os.path.basename(options.input), passphrase, key, options.iterations, options.argon2id)
    except Refused as reason:
        print(reason, file=sys.stderr)
        sys.exit(1)
    with open(options.output, "wb") as file:
        file.write(result)


main()
