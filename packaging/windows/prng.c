/* For tests under Wine alone, and part of no package: what bcryptprimitives.dll gives to a Go program, which older
   versions of Wine do not have. */
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size) { return SystemFunction036(data, (ULONG)size); }
