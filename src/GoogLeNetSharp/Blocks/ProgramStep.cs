using GoogLeNetSharp.Graphs;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>One step of a <see cref="Program"/>: its inputs, its computation on tensors, and the equivalent graph nodes.</summary>
internal abstract record ProgramStep(int[] Inputs)
{
    /// <summary>Whether no gradient uses the output values, so that a ReLU may run in place.</summary>
    public virtual bool MayBeOverwritten => true;

    /// <summary>Whether the step requires a batch axis.</summary>
    public virtual bool NeedsBatch => false;

    /// <summary>Computes the output.</summary>
    public abstract Tensor Compute(Tensor[] inputs);

    /// <summary>Adds the nodes of the step and returns the last one's number.</summary>
    public abstract int Lower(ModuleLowering lowering, string path, int[] inputs);

    internal sealed record Input() : ProgramStep([])
    {
        public override bool MayBeOverwritten => false;
        public override Tensor Compute(Tensor[] inputs) => throw new InvalidOperationException("The input is given, not computed.");
        public override int Lower(ModuleLowering lowering, string path, int[] inputs) => lowering.Input;
    }

    internal sealed record Call(int[] Inputs, nn.Module<Tensor, Tensor> Module, string Path) : ProgramStep(Inputs)
    {
        public override bool MayBeOverwritten => LayerForward.MayOverwriteOutputOf(Module);
        public override bool NeedsBatch => LayerForward.NeedsBatch(Module);
        public override Tensor Compute(Tensor[] inputs) => LayerForward.Run(Module, inputs[0]);

        public override int Lower(ModuleLowering lowering, string path, int[] inputs) =>
            lowering.Add(Module, ModuleLowering.Join(path, Path), inputs[0]);
    }

    internal sealed record Concat(int[] Inputs) : ProgramStep(Inputs)
    {
        public override Tensor Compute(Tensor[] inputs) => cat(inputs, dim: -3);       // the channel axis

        public override int Lower(ModuleLowering lowering, string path, int[] inputs) =>
            lowering.Node(ModuleLowering.Join(path, "concat"), (id, name) => new ConcatNode(id, name, inputs));
    }

    internal sealed record Add(int[] Inputs) : ProgramStep(Inputs)
    {
        public override Tensor Compute(Tensor[] inputs) => inputs[0] + inputs[1];

        public override int Lower(ModuleLowering lowering, string path, int[] inputs) =>
            lowering.Node(ModuleLowering.Join(path, "add"), (id, name) => new AddNode(id, name, inputs));
    }

    internal sealed record Multiply(int[] Inputs, double Factor) : ProgramStep(Inputs)
    {
        public override Tensor Compute(Tensor[] inputs) => inputs[0] * Factor;

        public override int Lower(ModuleLowering lowering, string path, int[] inputs) =>
            lowering.Node(ModuleLowering.Join(path, "mul"), (id, name) => new MulNode(id, name, inputs, Factor));
    }

    internal sealed record Affine(int[] Inputs, double[] Scale, double[] Shift) : ProgramStep(Inputs)
    {
        public override Tensor Compute(Tensor[] inputs)
        {
            using var scale = tensor(Scale, [Scale.Length, 1, 1], dtype: inputs[0].dtype, device: inputs[0].device);
            using var shift = tensor(Shift, [Shift.Length, 1, 1], dtype: inputs[0].dtype, device: inputs[0].device);
            using var scaled = inputs[0] * scale;
            return scaled + shift;
        }

        public override int Lower(ModuleLowering lowering, string path, int[] inputs) => lowering.Node(
            path.Length == 0 ? "affine" : path, (id, name) =>
                new ScaleNode(id, name, inputs, ModuleLowering.Vector(Scale), ModuleLowering.Vector(Shift)));
    }

    internal sealed record Relu(int[] Inputs) : ProgramStep(Inputs)
    {
        public override bool MayBeOverwritten => false;
        public override Tensor Compute(Tensor[] inputs) => inputs[0].relu();

        public override int Lower(ModuleLowering lowering, string path, int[] inputs) =>
            lowering.Node(ModuleLowering.Join(path, "relu"), (id, name) => new ReluNode(id, name, inputs));
    }

    internal sealed record Flatten(int[] Inputs) : ProgramStep(Inputs)
    {
        public override bool MayBeOverwritten => false;     // a view of its input
        public override bool NeedsBatch => true;
        public override Tensor Compute(Tensor[] inputs) => inputs[0].flatten(start_dim: 1);

        public override int Lower(ModuleLowering lowering, string path, int[] inputs) =>
            lowering.Node(ModuleLowering.Join(path, "flatten"), (id, name) => new FlattenNode(id, name, inputs));
    }

    internal sealed record GlobalAvgPool(int[] Inputs) : ProgramStep(Inputs)
    {
        public override Tensor Compute(Tensor[] inputs) => nn.functional.adaptive_avg_pool2d(inputs[0], 1);

        public override int Lower(ModuleLowering lowering, string path, int[] inputs) =>
            lowering.Node(ModuleLowering.Join(path, "pool"), (id, name) => new AdaptiveAvgPoolNode(id, name, inputs, (1, 1)));
    }
}
