namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>A 64-bit general register of x64, with its number in instructions.</summary>
internal enum GeneralRegister
{
    Rax = 0,
    Rcx = 1,
    Rdx = 2,
    Rbx = 3,
    Rbp = 5,
    Rsi = 6,
    Rdi = 7,
    R8 = 8,
    R9 = 9,
    R10 = 10,
    R11 = 11,
    R12 = 12,
    R13 = 13,
    R14 = 14,
    R15 = 15,
}

/// <summary>Assembles the few x64 instructions used by <see cref="BFloat16Code"/>.</summary>
/// <remarks>Encodings: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2, sections 2.2 (REX), 2.7 (EVEX) and the
/// instruction's page.</remarks>
internal sealed class MachineCode
{
    private readonly List<byte> _bytes = [];

    /// <summary>The code assembled so far.</summary>
    public byte[] ToArray() => [.. _bytes];

    /// <summary>Offset of the next instruction, for <see cref="JumpBelow"/> and <see cref="JumpNotZero"/>.</summary>
    public int Here => _bytes.Count;

    public void Push(GeneralRegister register) => OfRegister(0x50, register);

    public void Pop(GeneralRegister register) => OfRegister(0x58, register);

    public void Move(GeneralRegister to, GeneralRegister from) => Wide(0x89, (int)from, (int)to, direct: true);

    public void Load(GeneralRegister to, GeneralRegister from, int offset)
    {
        Wide(0x8B, (int)to, (int)from, direct: false);
        Add((byte)checked((sbyte)offset));
    }

    public void AddConstant(GeneralRegister to, int value)
    {
        Wide(0x81, 0, (int)to, direct: true);
        Add(BitConverter.GetBytes(value));
    }

    public void AddRegister(GeneralRegister to, GeneralRegister from) => Wide(0x01, (int)from, (int)to, direct: true);

    public void Decrement(GeneralRegister register) => Wide(0xFF, 1, (int)register, direct: true);

    public void Compare(GeneralRegister first, GeneralRegister second) => Wide(0x39, (int)second, (int)first, direct: true);

    /// <summary>Jumps back if the first operand of the last comparison was below the second (unsigned).</summary>
    public void JumpBelow(int target) => Jump(0x82, target);

    /// <summary>Jumps back if the last result was not zero.</summary>
    public void JumpNotZero(int target) => Jump(0x85, target);

    public void Return() => Add(0xC3);

    /// <summary>vzeroupper, so that later SSE code runs at full speed.</summary>
    public void ZeroUpper() => Add(0xC5, 0xF8, 0x77);

    /// <summary>vpxord zmm, zmm, zmm.</summary>
    public void Clear(int vector)
    {
        Evex(map: 1, prefix: 1, vector, vector, baseHigh: (vector >> 3) & 1, indexHigh: vector >> 4, broadcast: false);
        Add(0xEF, (byte)(0xC0 | ((vector & 7) << 3) | (vector & 7)));
    }

    /// <summary>vmovups zmm, [address + vector x 64].</summary>
    public void LoadVector(int vector, GeneralRegister address, int index) => MoveVector(0x10, vector, address, index);

    /// <summary>vmovups [address + vector x 64], zmm.</summary>
    public void StoreVector(int vector, GeneralRegister address, int index) => MoveVector(0x11, vector, address, index);

    /// <summary>vdpbf16ps sum, pairs, dword [address + offset]{1to16}: adds the products of 16 pairs with one pair.</summary>
    public void MultiplyAddPairs(int sum, int pairs, GeneralRegister address, GeneralRegister offset)
    {
        Evex(map: 2, prefix: 2, sum, pairs, (int)address >> 3, (int)offset >> 3, broadcast: true);
        Add(0x52, (byte)(0x44 | ((sum & 7) << 3)), (byte)((((int)offset & 7) << 3) | ((int)address & 7)), 0);
    }

    /// <summary>vcvtne2ps2bf16 to, upper, lower: rounds 32 values to bfloat16, the lower 16 first.</summary>
    public void RoundToBFloat16(int to, int upper, int lower)
    {
        Evex(map: 2, prefix: 3, to, upper, (lower >> 3) & 1, lower >> 4, broadcast: false);
        Add(0x72, (byte)(0xC0 | ((to & 7) << 3) | (lower & 7)));
    }

    private void MoveVector(byte operation, int vector, GeneralRegister address, int index)
    {
        Evex(map: 1, prefix: 0, vector, 0, (int)address >> 3, 0, broadcast: false);
        // disp8 is in units of vectors
        Add(operation, (byte)(0x40 | ((vector & 7) << 3) | ((int)address & 7)), (byte)checked((sbyte)index));
    }

    // bits stored inverted: R, X, B, R', vvvv, V'
    private void Evex(int map, int prefix, int first, int second, int baseHigh, int indexHigh, bool broadcast)
    {
        var high = (((first >> 3) & 1) << 7) | (indexHigh << 6) | (baseHigh << 5) | ((first >> 4) << 4);
        Add(0x62, (byte)((~high & 0xF0) | map), (byte)(((~second & 15) << 3) | 4 | prefix),
            (byte)(0x40 | (broadcast ? 0x10 : 0) | ((~second >> 1) & 8)));
    }

    // a 64-bit instruction with REX.W; rsp and r12 are not supported as base, which would need another byte
    private void Wide(byte operation, int register, int other, bool direct) =>
        Add((byte)(0x48 | (register >> 3 << 2) | (other >> 3)), operation,
            (byte)((direct ? 0xC0 : 0x40) | ((register & 7) << 3) | (other & 7)));

    private void OfRegister(int operation, GeneralRegister register)
    {
        if (register >= GeneralRegister.R8) Add(0x41);
        Add((byte)(operation + ((int)register & 7)));
    }

    private void Jump(byte condition, int target)
    {
        Add(0x0F, condition);
        Add(BitConverter.GetBytes(target - (Here + 4)));
    }

    private void Add(params ReadOnlySpan<byte> bytes) => _bytes.AddRange(bytes);
}
