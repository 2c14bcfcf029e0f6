using GoogLeNetSharp.MpiTests;

const string usage = """
    usage: mpirun -n N dotnet GoogLeNetSharp.MpiTests.dll COMMAND
      checks                                    the operations of the communicator
      train VARIANT WEIGHTS                     20 steps; process 0 saves the weights
      resume VARIANT WEIGHTS CHECKPOINTS [STOP] the same with checkpoints every 2 steps; ends after step STOP
      slow WEIGHTS CHECKPOINTS PIDS             the same, slowly, with a file of its process number for each rank in PIDS
      fail                                      a training in which the last process fails
      fail-before                               a program in which the last process fails before its training
      compare WEIGHTS WEIGHTS TOLERANCE         largest difference of two files, relative to the largest value of each tensor
      speed NETWORK BATCH STEPS                 milliseconds of a step, and the share of communication
    """;

return args switch
{
    ["checks"] => Checks.Run(),
    ["train", var variant, var weights] => Trainings.Run(variant, weights),
    ["resume", var variant, var weights, var checkpoints, .. var stop] =>
        Trainings.Run(variant, weights, checkpoints, stop.Length > 0 ? long.Parse(stop[0]) : null),
    ["slow", var weights, var checkpoints, var pids] => Trainings.Run("sgd", weights, checkpoints, pids: pids),
    ["fail"] => Trainings.Fail(),
    ["fail-before"] => Trainings.FailBefore(),
    ["compare", var first, var second, var tolerance] =>
        Comparison.Run(first, second, double.Parse(tolerance, System.Globalization.CultureInfo.InvariantCulture)),
    ["speed", var network, var batch, var steps] => Speed.Run(network, int.Parse(batch), int.Parse(steps)),
    _ => Help(),
};

static int Help()
{
    Console.Error.WriteLine(usage);
    return 2;
}
