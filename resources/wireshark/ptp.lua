-- Shows PTP, the Padawan Transport Protocol over UDP, in Wireshark and tshark. README.md says how to install it.
--
-- Fields are named padawan.*, since Wireshark calls the Precision Time Protocol ptp. Packets are found on UDP port
-- 7700, by Decode As, and on other ports by their look: a handshake that fits, or two packets of one connection.
--
-- The header travels in the clear, and the packets before the keys are sealed with a key that everybody knows, so both
-- are shown. What is inside of the others (stream bytes, ranges and window of an acknowledgement) only the two ends can
-- read. What is said of retransmissions comes from the headers: packet numbers only grow, so that the first sending of
-- some bytes, their second and a copy that the network made are not the same thing.
--
-- The layout is that of ptp_core/wire; tests/unit/wire/test_dissector.py keeps the two in agreement. Every number here
-- comes from a stranger: a length is looked at before a byte is, and nothing is allocated by what a packet says.

local ptp = Proto("padawan", "Padawan Transport Protocol")

local PORT = 7700
local HEADER_BYTES, TAG_BYTES = 24, 16
local OVERHEAD_BYTES = HEADER_BYTES + TAG_BYTES
local NUMBER_LIMIT = UInt64(0, 0x40000000)
local FRAGMENT_BYTES, MAX_COOKIE_BYTES, MAX_HANDSHAKE_BYTES = 17, 64, 8192
-- A stranger's packets are believed to be of one connection when their numbers follow each other this closely.
local CLOSE_NUMBERS = 4096

local SYN, SYN_ACK, HANDSHAKE_ACK, DATA, ACK, FIN = 1, 2, 3, 4, 5, 6
local VERSION, COOKIE, REFUSAL = 9, 10, 11
local TYPES = {
    [1] = "SYN", [2] = "SYN_ACK", [3] = "HANDSHAKE_ACK", [4] = "DATA", [5] = "ACK", [6] = "FIN", [7] = "RESET",
    [8] = "PROBE", [9] = "VERSION", [10] = "COOKIE", [11] = "REFUSAL", [12] = "PATH_CHALLENGE", [13] = "PATH_RESPONSE",
}
local REASONS = {
    [0] = "CLOSED", [1] = "REFUSED", [2] = "UNKNOWN_CONNECTION", [3] = "PROTOCOL_VIOLATION", [4] = "TIMED_OUT",
    [5] = "CANCELLED", [6] = "DECLINED", [7] = "SHUTTING_DOWN", [8] = "INTERNAL", [9] = "HANDSHAKE_FAILED",
    [10] = "UNAUTHENTICATED", [11] = "VERSION_UNKNOWN", [12] = "PAUSED",
}
local FRAGMENT_TYPES = { [SYN] = true, [SYN_ACK] = true, [HANDSHAKE_ACK] = true }
-- What a stranger is answered; it repeats the numbers of the packet that it is about.
local ANSWER_TYPES = { [VERSION] = true, [COOKIE] = true, [REFUSAL] = true }
local ACKNOWLEDGING_TYPES = { [HANDSHAKE_ACK] = true, [ACK] = true }
-- SHA-256 of "PTP version 1: integrity of handshake packets": it keeps no secret, it only shows damage.
local PUBLIC_KEY = "4616367782ed2668e61162a770bfa6f92321ff126f8afc87daceb78fe7a1f1b2"

local field = {
    type = ProtoField.uint8("padawan.type", "Type", base.DEC, TYPES),
    version = ProtoField.uint8("padawan.version", "Protocol version"),
    flags = ProtoField.uint8("padawan.flags", "Flags", base.HEX),
    key_phase = ProtoField.uint8("padawan.key_phase", "Key phase", base.DEC, nil, 0x01),
    cid = ProtoField.uint64("padawan.cid", "Connection id", base.HEX),
    number = ProtoField.uint64("padawan.number", "Packet number"),
    seq = ProtoField.uint64("padawan.seq", "Sequence number"),
    ack = ProtoField.uint64("padawan.ack", "Acknowledgement number"),
    relative_seq = ProtoField.uint64("padawan.relative_seq", "Sequence number, counted from the SYN"),
    relative_ack = ProtoField.uint64("padawan.relative_ack", "Acknowledgement number, counted from the SYN"),
    len = ProtoField.uint32("padawan.len", "Payload bytes"),
    payload = ProtoField.bytes("padawan.payload", "Payload, sealed"),
    tag = ProtoField.bytes("padawan.tag", "Authentication tag"),
    peer_cid = ProtoField.uint64("padawan.handshake.cid", "Connection id of the side that sends this", base.HEX),
    received = ProtoField.uint16("padawan.handshake.received", "Bytes received of the other side's handshake"),
    offset = ProtoField.uint16("padawan.handshake.offset", "Offset of this piece"),
    length = ProtoField.uint16("padawan.handshake.length", "Bytes of this piece"),
    total = ProtoField.uint16("padawan.handshake.total", "Bytes of the handshake so far"),
    cookie = ProtoField.bytes("padawan.cookie", "Cookie"),
    spoken = ProtoField.uint8("padawan.spoken_version", "Version that is spoken"),
    reason = ProtoField.uint8("padawan.reason", "Reason", base.DEC, REASONS),
    reason_text = ProtoField.string("padawan.reason_text", "In words", base.UNICODE),
    before = ProtoField.framenum("padawan.before", "Sent before in frame"),
}
ptp.fields = field

local seen = {
    retransmission = ProtoExpert.new(
        "padawan.retransmission", "Sent again: these bytes, or later ones, were sent before",
        expert.group.SEQUENCE, expert.severity.NOTE),
    late = ProtoExpert.new(
        "padawan.out_of_order", "Out of order: a later packet number came before", expert.group.SEQUENCE,
        expert.severity.NOTE),
    copy = ProtoExpert.new(
        "padawan.copy", "A copy made by the network: this very packet number came before", expert.group.SEQUENCE,
        expert.severity.NOTE),
    duplicate_ack = ProtoExpert.new(
        "padawan.duplicate_ack", "Duplicate acknowledgement: it says the same number as the one before",
        expert.group.SEQUENCE, expert.severity.NOTE),
    reset = ProtoExpert.new(
        "padawan.refused", "The connection is refused or ended at once", expert.group.SEQUENCE, expert.severity.WARN),
    malformed = ProtoExpert.new(
        "padawan.malformed", "A packet before the keys whose numbers do not fit together", expert.group.MALFORMED,
        expert.severity.WARN),
}
ptp.experts = seen

-- AES-256, as far as counter mode needs it (FIPS 197): Wireshark's own ciphers are not open to scripts before 4.4.
local bxor, band, lshift = bit.bxor, bit.band, bit.lshift

local function doubled(byte)
    return bxor(band(lshift(byte, 1), 0xFF), byte >= 0x80 and 0x1B or 0)
end

local function make_sbox()
    local power, logarithm, value = {}, {}, 1
    for exponent = 0, 254 do
        power[exponent], logarithm[value] = value, exponent
        value = bxor(value, doubled(value))
    end
    local box = { [0] = 0x63 }
    for byte = 1, 255 do
        local inverse = power[(255 - logarithm[byte]) % 255]
        local turned, mixed = inverse, inverse
        for _ = 1, 4 do
            turned = band(turned * 2, 0xFF) + (turned >= 0x80 and 1 or 0)
            mixed = bxor(mixed, turned)
        end
        box[byte] = bxor(mixed, 0x63)
    end
    return box
end

local sbox = make_sbox()

-- The 15 round keys, one byte after the other.
local function round_keys(hex)
    local keys = {}
    for pair in hex:gmatch("%x%x") do keys[#keys + 1] = tonumber(pair, 16) end
    local constant = 1
    for at = 32, 236, 4 do
        local a, b, c, d = keys[at - 3], keys[at - 2], keys[at - 1], keys[at]
        if at % 32 == 0 then
            a, b, c, d = bxor(sbox[b], constant), sbox[c], sbox[d], sbox[a]
            constant = doubled(constant)
        elseif at % 32 == 16 then
            a, b, c, d = sbox[a], sbox[b], sbox[c], sbox[d]
        end
        keys[at + 1], keys[at + 2] = bxor(keys[at - 31], a), bxor(keys[at - 30], b)
        keys[at + 3], keys[at + 4] = bxor(keys[at - 29], c), bxor(keys[at - 28], d)
    end
    return keys
end

local public_keys = round_keys(PUBLIC_KEY)

-- Encrypts 16 bytes, a table from 1, into another.
local function encrypted(block)
    local state, keys = {}, public_keys
    for at = 1, 16 do state[at] = bxor(block[at], keys[at]) end
    for round = 1, 14 do
        local mixed = {}
        for column = 0, 12, 4 do
            local a, b = sbox[state[column + 1]], sbox[state[(column + 5) % 16 + 1]]
            local c, d = sbox[state[(column + 10) % 16 + 1]], sbox[state[(column + 15) % 16 + 1]]
            if round < 14 then
                local all = bxor(a, b, c, d)
                a, b, c, d = bxor(a, all, doubled(bxor(a, b))), bxor(b, all, doubled(bxor(b, c))),
                    bxor(c, all, doubled(bxor(c, d))), bxor(d, all, doubled(bxor(d, a)))
            end
            mixed[column + 1], mixed[column + 2], mixed[column + 3], mixed[column + 4] = a, b, c, d
        end
        for at = 1, 16 do state[at] = bxor(mixed[at], keys[round * 16 + at]) end
    end
    return state
end

-- The first bytes, at most `limit`, of what is inside of a packet before the keys. The tag is not checked.
local function opened(raw, limit)
    local stop = math.min(#raw - TAG_BYTES, HEADER_BYTES + limit)
    local counter, parts, number = { raw:byte(5, 16) }, {}, 1
    for at = HEADER_BYTES + 1, stop, 16 do
        number = number + 1
        counter[13], counter[14], counter[15], counter[16] = 0, 0, 0, number
        local stream, bytes = encrypted(counter), { raw:byte(at, math.min(at + 15, stop)) }
        for index = 1, #bytes do bytes[index] = string.char(bxor(bytes[index], stream[index])) end
        parts[#parts + 1] = table.concat(bytes)
    end
    return table.concat(parts)
end

local function is_public(kind)
    return FRAGMENT_TYPES[kind] or ANSWER_TYPES[kind]
end

local function number16(text, at)
    local high, low = text:byte(at, at + 1)
    return high * 256 + low
end

-- The numbers of a handshake packet, or nil when they cannot be. `payload_bytes` is what the datagram had of it.
local function fragment_in(raw, payload_bytes)
    local text = opened(raw, FRAGMENT_BYTES + MAX_COOKIE_BYTES)
    if #text < FRAGMENT_BYTES or text:sub(1, 2) ~= "\0\0" or text:sub(3, 8) == "\0\0\0\0\0\0" then return nil end
    local found = {
        text = text, peer = text:sub(3, 8), received = number16(text, 9), offset = number16(text, 11),
        length = number16(text, 13), total = number16(text, 15), cookie_bytes = text:byte(17),
    }
    if found.cookie_bytes > MAX_COOKIE_BYTES or found.offset + found.length > found.total
        or FRAGMENT_BYTES + found.cookie_bytes + found.length > payload_bytes
        or found.total > MAX_HANDSHAKE_BYTES or found.received > MAX_HANDSHAKE_BYTES then
        return nil
    end
    return found
end

-- The header of a packet of `bytes` bytes that begins at `at`, or nil when it cannot be one of PTP.
local function header_at(tvb, at, bytes)
    if bytes < OVERHEAD_BYTES or tvb:len() - at < HEADER_BYTES then return nil end
    local header = {
        type = tvb(at, 1):uint(), flags = tvb(at + 1, 1):uint(), cid = tvb:raw(at + 2, 6),
        number = tvb(at + 8, 8):uint64(), sequence = tvb(at + 16, 8):uint64(), length = bytes - OVERHEAD_BYTES,
    }
    if TYPES[header.type] == nil or not (header.number < NUMBER_LIMIT and header.sequence < NUMBER_LIMIT) then
        return nil
    end
    return header
end

-- What is known of each direction, by the id that its packets carry; and what was found out about each packet.
local streams, origins, noted, candidates, accepted

function ptp.init()
    streams, origins, noted, candidates, accepted = {}, {}, {}, {}, {}
end

-- `a - b` as an ordinary number; exact as long as the two are near each other.
local function distance(a, b)
    if a < b then return -(b - a):tonumber() end
    return (a - b):tonumber()
end

-- Notes where both directions of a connection begin: the ids that belong together stand in the handshake.
local function learn_origins(header, fragment)
    if header.type == SYN then
        origins[header.cid] = origins[header.cid] or {}
        origins[header.cid].ack = header.sequence
    elseif header.type == SYN_ACK then
        local own = origins[header.cid] or {}
        own.seq = header.sequence
        origins[header.cid] = own
        origins[fragment.peer] = { seq = own.ack, ack = own.seq }
    end
end

-- What the packets before this one tell about it: which of `seen` applies, and the frame that is meant.
local function examined(header, fragment, frame)
    if ANSWER_TYPES[header.type] then return {} end
    -- A SYN carries the id of its own sender: it is not of the stream that is sent to that id.
    local key = header.cid .. (header.type == SYN and "S" or "")
    local stream = streams[key]
    if stream == nil then
        stream = { frames = {}, numbers = {}, newest = header.number, stop = 0, handshake = {} }
        streams[key] = stream
    end
    local number = header.number:tonumber()
    if stream.numbers[number] then return { what = "copy", frame = stream.numbers[number] } end
    stream.numbers[number] = frame
    local is_late = header.number < stream.newest
    if not is_late then stream.newest = header.number end
    local note = is_late and { what = "late" } or {}
    if fragment and fragment.length > 0 then
        if stream.handshake[fragment.offset] then
            note = { what = "retransmission", frame = stream.handshake[fragment.offset] }
        end
        stream.handshake[fragment.offset] = stream.handshake[fragment.offset] or frame
    elseif header.type == DATA or header.type == FIN then
        stream.base = stream.base or header.sequence
        local start = distance(header.sequence, stream.base)
        -- New bytes go out in order: what lies below the highest and has a new number was sent before this, captured or
        -- not. A late packet may be the first sending of what was already seen to be sent again.
        if not is_late and start < stream.stop then note = { what = "retransmission", frame = stream.frames[start] } end
        stream.stop = math.max(stream.stop, start + (header.type == FIN and 1 or header.length))
        stream.frames[start] = stream.frames[start] or frame
    elseif header.type == ACK and not is_late then
        if stream.acknowledged == header.sequence then note = { what = "duplicate_ack" } end
        stream.acknowledged = header.sequence
    end
    return note
end

local function add_numbers(tree, tvb, at, header)
    local is_ack = ACKNOWLEDGING_TYPES[header.type]
    tree:add(is_ack and field.ack or field.seq, tvb(at + 16, 8))
    local origin = origins[header.cid]
    origin = origin and (is_ack and origin.ack or not is_ack and origin.seq)
    if header.type == SYN then origin = header.sequence end
    if ANSWER_TYPES[header.type] then origin = nil end
    if not origin or header.sequence < origin then return tostring(header.sequence) end
    local relative = header.sequence - origin
    tree:add(is_ack and field.relative_ack or field.relative_seq, tvb(at + 16, 8), relative):set_generated()
    return tostring(relative)
end

local function add_fragment(tree, fragment)
    local inside = ByteArray.new(fragment.text, true):tvb("PTP handshake")
    tree:add(field.peer_cid, inside(2, 6))
    tree:add(field.received, inside(8, 2))
    tree:add(field.offset, inside(10, 2))
    tree:add(field.length, inside(12, 2))
    tree:add(field.total, inside(14, 2))
    local cookie_bytes = math.min(fragment.cookie_bytes, inside:len() - FRAGMENT_BYTES)
    if cookie_bytes > 0 then tree:add(field.cookie, inside(FRAGMENT_BYTES, cookie_bytes)) end
end

-- The answer to a stranger: the versions that are spoken, a cookie, or a reason. Returns words for the list.
local function add_answer(tree, kind, raw)
    local text = opened(raw, kind == REFUSAL and 257 or kind == VERSION and 16 or MAX_COOKIE_BYTES)
    if #text == 0 then return "" end
    local inside = ByteArray.new(text, true):tvb("PTP answer")
    if kind == VERSION then
        for at = 0, inside:len() - 1 do tree:add(field.spoken, inside(at, 1)) end
        return ""
    elseif kind == COOKIE then
        tree:add(field.cookie, inside(0))
        return ""
    end
    tree:add(field.reason, inside(0, 1))
    if inside:len() > 1 then tree:add(field.reason_text, inside(1), inside(1):string(ENC_UTF_8)) end
    tree:add_proto_expert_info(seen.reset)
    return " " .. (REASONS[text:byte(1)] or "")
end

-- Shows the packet of `bytes` bytes at `at`, of which `captured` are there. Returns words for the list.
local function show(tvb, at, bytes, header, pinfo, root)
    local captured = math.min(bytes, tvb:len() - at)
    local raw = is_public(header.type) and tvb:raw(at, captured)
    local fragment = FRAGMENT_TYPES[header.type] and fragment_in(raw, header.length)
    local key = pinfo.number * 65536 + at
    if noted[key] == nil then
        if fragment then learn_origins(header, fragment) end
        noted[key] = examined(header, fragment, pinfo.number)
    end
    local note = noted[key]

    local tree = root:add(ptp, tvb(at, captured))
    tree:add(field.type, tvb(at, 1))
    if header.type == SYN then
        tree:add(field.version, tvb(at + 1, 1))
    else
        local flags = tree:add(field.flags, tvb(at + 1, 1))
        if not is_public(header.type) then flags:add(field.key_phase, tvb(at + 1, 1)) end
    end
    tree:add(field.cid, tvb(at + 2, 6))
    tree:add(field.number, tvb(at + 8, 8))
    local number = add_numbers(tree, tvb, at, header)
    tree:add(field.len, tvb(at, captured), header.length):set_generated()
    local words = TYPES[header.type] .. (ACKNOWLEDGING_TYPES[header.type] and " Ack=" or " Seq=") .. number
        .. " Len=" .. header.length
    if fragment then
        add_fragment(tree, fragment)
    elseif FRAGMENT_TYPES[header.type] then
        -- A capture that keeps only the beginning of each packet is no fault of the packet.
        if captured == bytes then tree:add_proto_expert_info(seen.malformed) end
    elseif raw then
        words = words .. add_answer(tree, header.type, raw)
    end
    local sealed = math.min(header.length, captured - HEADER_BYTES)
    if sealed > 0 then tree:add(field.payload, tvb(at + HEADER_BYTES, sealed)) end
    if captured == bytes then tree:add(field.tag, tvb(at + bytes - TAG_BYTES, TAG_BYTES)) end
    if note.what then
        tree:add_proto_expert_info(seen[note.what])
        if note.frame then tree:add(field.before, tvb(at + 8, 16), note.frame):set_generated() end
        words = words .. " [" .. note.what:gsub("_", " ") .. "]"
    end
    tree:append_text(", " .. words)
    return words
end

-- How many bytes each packet of this datagram has. A capture on the computer itself shows a train of packets, all of
-- one size but the last, as one datagram: the network card, or nobody on loopback, would have cut it.
local function packet_bytes_in(tvb, total)
    if tvb:len() < 2 * OVERHEAD_BYTES then return total end
    local raw = tvb:raw()
    local second = raw:find(raw:sub(1, 8), OVERHEAD_BYTES + 1, true)
    if second and header_at(tvb, second - 1, total - second + 1) then return second - 1 end
    return total
end

function ptp.dissector(tvb, pinfo, root)
    local total = tvb:reported_len()
    local first = header_at(tvb, 0, total)
    if first == nil then return 0 end
    pinfo.cols.protocol = "PTP"
    local packet_bytes, at, count, words = packet_bytes_in(tvb, total), 0, 0, ""
    while at < total do
        local bytes = math.min(packet_bytes, total - at)
        local header = header_at(tvb, at, bytes)
        if header == nil or header.cid ~= first.cid then break end
        local said = show(tvb, at, bytes, header, pinfo, root)
        count = count + 1
        if count == 1 then words = said end
        at = at + bytes
    end
    pinfo.cols.info = words .. (count > 1 and " (the first of " .. count .. " packets)" or "")
    return math.min(at, tvb:len())
end

-- Whether a datagram on another port is PTP's: by a handshake that fits, or by the second packet of one connection.
local function looks_like_ptp(tvb, pinfo)
    local total = tvb:reported_len()
    local header = header_at(tvb, 0, total)
    if header == nil or header.cid == "\0\0\0\0\0\0" then return false end
    if accepted[header.cid] then return true end
    if FRAGMENT_TYPES[header.type] then
        local fragment = fragment_in(tvb:raw(), header.length)
        if fragment == nil or (header.type == SYN) ~= (fragment.peer == header.cid) then return false end
        accepted[header.cid], accepted[fragment.peer] = true, true
        return true
    end
    if is_public(header.type) or header.flags > 1 then return false end
    local before = candidates[header.cid]
    if not pinfo.visited then candidates[header.cid] = header.number end
    if before == nil or not (before < header.number) or distance(header.number, before) > CLOSE_NUMBERS then
        return false
    end
    accepted[header.cid] = true
    return true
end

ptp:register_heuristic("udp", function(tvb, pinfo, root)
    if not looks_like_ptp(tvb, pinfo) then return false end
    pinfo.conversation = ptp
    return ptp.dissector(tvb, pinfo, root) > 0
end)

DissectorTable.get("udp.port"):add(PORT, ptp)
