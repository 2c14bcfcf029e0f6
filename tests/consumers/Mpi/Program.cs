// Built, not run: MPI is not everywhere.
using GoogLeNetSharp.Mpi;

MpiCommunicator.Run(mpi => Console.WriteLine($"{mpi.Rank} of {mpi.Size}"));
